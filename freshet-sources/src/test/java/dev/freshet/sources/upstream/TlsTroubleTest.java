package dev.freshet.sources.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Java's own words, some of which come too seldom over a real connection: whoever closes it may be
/// faster than what says why.
class TlsTroubleTest {
    @ParameterizedTest
    @CsvSource({
        "(certificate_required) Received fatal alert: certificate_required, CERTIFICATE_WANTED",
        "(unknown_ca) Received fatal alert: unknown_ca, CERTIFICATE_REFUSED",
        "(certificate_expired) Received fatal alert: certificate_expired, CERTIFICATE_REFUSED",
        "No subject alternative DNS name matching db.example.net found., OTHER_NAME",
        "'Unrecognized SSL message, plaintext connection?', NO_TLS",
    })
    void wordsAreUnderstoodInAnyDepth(String words, TlsTrouble trouble) {
        var failure = new IOException("Connecting failed", new SSLException(words));

        assertThat(TlsTrouble.of(failure)).isEqualTo(trouble);
        assertThat(trouble.reason()).doesNotContain("db.example.net");
    }

    @Test
    void whatIsWrongWithTheOthersCertificateIsToldApart() {
        var expired = new CertificateExpiredException("NotAfter: yesterday");
        var unknown = new CertPathBuilderException("unable to find valid certification path");

        assertThat(TlsTrouble.of(caused(unknown))).isEqualTo(TlsTrouble.UNTRUSTED);
        assertThat(TlsTrouble.of(caused(expired))).isEqualTo(TlsTrouble.EXPIRED);
    }

    private static Exception caused(Exception cause) {
        return (Exception)
                new SSLHandshakeException("(certificate_unknown) PKIX path building failed")
                        .initCause(cause);
    }

    @Test
    void otherFailuresAreNotOfTls() {
        assertThat(TlsTrouble.of(new IOException("Connection reset"))).isNull();
        assertThat(TlsTrouble.of(null)).isNull();
    }
}
