package dev.freshet.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.GeneralSecurityException;
import java.util.Base64;

class PrivateKeyPemFuzzTest {
    /// Any bytes in any kind of block are a key or a sentence, never another exception.
    @FuzzTest
    void anyTextIsAKeyOrASentence(FuzzedDataProvider data) {
        var kind = data.pickValue(new String[] {"", "RSA ", "EC ", "DSA ", "ENCRYPTED "});
        var der = Base64.getEncoder().encodeToString(data.consumeBytes(4096));
        var end = data.consumeRemainingAsString();
        var text =
                "-----BEGIN %sPRIVATE KEY-----\n%s\n-----END %sPRIVATE KEY-----\n"
                        .formatted(kind, der, kind);
        for (var candidate : new String[] {text, end, text + end}) {
            try {
                assertThat(PrivateKeyPem.read(candidate).getAlgorithm()).isNotEmpty();
            } catch (GeneralSecurityException e) {
                assertThat(e).hasMessageStartingWith("holds ");
            }
        }
    }
}
