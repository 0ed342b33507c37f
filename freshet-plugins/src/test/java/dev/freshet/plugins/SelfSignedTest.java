package dev.freshet.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SelfSignedTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void isWhatPluginsExpectOfAHost() throws Exception {
        SelfSigned made = SelfSigned.make(NOW);

        var certificate = made.certificate();
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getNotBefore()).isEqualTo(NOW);
        assertThat(certificate.getNotAfter().toInstant())
                .isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
        assertThat(certificate.getSubjectAlternativeNames().toString()).contains("localhost");
        assertThat(certificate.getBasicConstraints()).isNotNegative();
        assertThat(certificate.getKeyUsage())
                .containsExactly(true, false, false, false, true, true, false, false, false);
        assertThat(certificate.getExtendedKeyUsage())
                .isEqualTo(List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"));
    }

    @Test
    void isGivenToPluginsWithRealLineFeeds() {
        String pem = Objects.requireNonNull(HostTls.make(NOW).pem());

        assertThat(pem.lines().toList())
                .startsWith("-----BEGIN CERTIFICATE-----")
                .endsWith("-----END CERTIFICATE-----")
                .hasSizeGreaterThan(5);
        assertThat(HostTls.none().pem()).isNull();
    }
}
