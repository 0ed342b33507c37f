package dev.freshet.server.identity;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Makes and checks password hashes with PBKDF2-HMAC-SHA256; takes a good part of a second, on
/// purpose.
final class PasswordHasher {
    /// The OWASP recommendation of 2023 for this algorithm.
    static final int ITERATIONS = 600_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    private final SecureRandom random;
    private final int iterations;
    private final PasswordHash nobody;

    PasswordHasher(SecureRandom random, int iterations) {
        this.random = random;
        this.iterations = iterations;
        this.nobody = PasswordHash.of(iterations, new byte[SALT_BYTES], new byte[HASH_BITS / 8]);
    }

    PasswordHash hash(String password) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return PasswordHash.of(iterations, salt, derive(password, salt, iterations));
    }

    boolean isPassword(String password, PasswordHash stored) {
        return stored.isHash(derive(password, stored.salt(), stored.iterations()));
    }

    /// No password fits it, and finding that out takes as long as for a real one.
    PasswordHash ofNobody() {
        return nobody;
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        var key = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has PBKDF2WithHmacSHA256", e);
        } finally {
            key.clearPassword();
        }
    }
}
