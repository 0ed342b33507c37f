package dev.freshet.server.identity;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/// A password as it is stored: algorithm, iterations, salt and hash.
///
/// @param text `pbkdf2-sha256$<iterations>$<salt>$<hash>`, the last two in Base64
record PasswordHash(String text) {
    static final String ALGORITHM = "pbkdf2-sha256";

    static PasswordHash of(int iterations, byte[] salt, byte[] hash) {
        var base64 = Base64.getEncoder().withoutPadding();
        return new PasswordHash(
                String.join(
                        "$",
                        ALGORITHM,
                        Integer.toString(iterations),
                        base64.encodeToString(salt),
                        base64.encodeToString(hash)));
    }

    int iterations() {
        return Integer.parseInt(parts()[1]);
    }

    byte[] salt() {
        return Base64.getDecoder().decode(parts()[2]);
    }

    /// Compares in a time that does not depend on where the difference is.
    boolean isHash(byte[] hash) {
        return MessageDigest.isEqual(Base64.getDecoder().decode(parts()[3]), hash);
    }

    private String[] parts() {
        var parts = text.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals(ALGORITHM)) {
            throw new IllegalStateException(
                    "A stored password has an unknown form: " + Arrays.asList(parts).getFirst());
        }
        return parts;
    }

    @Override
    public String toString() {
        return "password hash";
    }
}
