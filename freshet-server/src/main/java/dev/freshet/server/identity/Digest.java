package dev.freshet.server.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// 256 bits made of a secret: what is stored and looked up instead of it.
record Digest(long a, long b, long c, long d) {
    /// The SHA-256 of the secret's UTF-8 form.
    static Digest of(String secret) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return ofBytes(sha.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    static Digest ofBytes(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        return new Digest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(32).putLong(a).putLong(b).putLong(c).putLong(d).array();
    }

    @Override
    public String toString() {
        return "digest";
    }
}
