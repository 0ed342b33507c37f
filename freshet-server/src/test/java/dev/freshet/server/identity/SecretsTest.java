package dev.freshet.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private final SecretText secrets = new SecretText(new SecureRandom());

    @Test
    void tokensHaveGrafanasFormAndChecksum() {
        // From the tests of Grafana's own token maker.
        assertThat(SecretText.isToken("glsa_iNValIdinValiDinvalidinvalidinva_5b582697")).isTrue();

        var token = secrets.token();

        assertThat(token).matches("glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}");
        assertThat(SecretText.isToken(token)).isTrue();
        assertThat(secrets.token()).isNotEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "glsa_",
                "glsa_iNValIdinValiDinvalidinvalidinva_5b582698",
                "glsa_jNValIdinValiDinvalidinvalidinva_5b582697",
                "glsa_iNValIdinValiDinvalidinvalidinva_5B582697",
                "glsa_iNValIdinValiDinvalidinvalidinva_5b582697 ",
                "glsa_iNValIdinValiDinvalidinvalidinva5b582697_",
                "glxa_iNValIdinValiDinvalidinvalidinva_5b582697",
            })
    void otherTextsAreNoTokens(String text) {
        assertThat(SecretText.isToken(text)).isFalse();
    }

    @Test
    void sessionsAre32RandomBytes() {
        assertThat(secrets.session()).matches("[0-9a-f]{64}").isNotEqualTo(secrets.session());
    }

    @Test
    void aDigestSurvivesTheTable() {
        var digest = Digest.of("secret");

        assertThat(Digest.ofBytes(digest.bytes())).isEqualTo(digest);
        assertThat(Digest.of("secreT")).isNotEqualTo(digest);
    }

    @Test
    void aPasswordFitsItsHashOnly() {
        var hasher = new PasswordHasher(new SecureRandom(), 1000);

        var hash = hasher.hash("correct horse");

        assertThat(hash.text()).matches("pbkdf2-sha256\\$1000\\$[^$]{22}\\$[^$]{43}");
        assertThat(hasher.isPassword("correct horse", hash)).isTrue();
        assertThat(hasher.isPassword("correct horsf", hash)).isFalse();
        assertThat(hasher.isPassword("", hash)).isFalse();
        assertThat(hasher.isPassword("correct horse", hasher.ofNobody())).isFalse();
        assertThat(hasher.hash("correct horse")).isNotEqualTo(hash);
    }

    @Test
    void theHashIsTheOneThatOthersCompute() {
        // RFC 7914, section 11: PBKDF2-HMAC-SHA-256 (P="passwd", S="salt", c=1), first 32 bytes.
        var hash =
                HexFormat.of()
                        .parseHex(
                                "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
        var stored = PasswordHash.of(1, "salt".getBytes(StandardCharsets.US_ASCII), hash);
        var hasher = new PasswordHasher(new SecureRandom(), 1);

        assertThat(hasher.isPassword("passwd", stored)).isTrue();
        assertThat(hasher.isPassword("passwe", stored)).isFalse();
    }

    @Test
    void hashesAndDigestsArePrintedWithoutTheirBits() {
        var hash = new PasswordHasher(new SecureRandom(), 1).hash("x");

        assertThat(hash.toString()).isEqualTo("password hash");
        assertThat(Digest.of("x").toString()).isEqualTo("digest");
    }
}
