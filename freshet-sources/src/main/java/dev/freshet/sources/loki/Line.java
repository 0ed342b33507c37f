package dev.freshet.sources.loki;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.RawJson;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// One line of a log.
///
/// @param time in nanoseconds since 1970-01-01 UTC
/// @param labels of its stream, and what else Loki knows of the line
/// @param id the same for a line that comes again, in whatever way
record Line(long time, String text, RawJson labels, String id) {
    private static final int ID_BYTES = 12;

    static Line of(long time, String text, RawJson labels) {
        return new Line(time, text, labels, hash(time, text, labels));
    }

    /// About how much text it has, in bytes.
    long size() {
        return text.length() + (long) labels.byteLength();
    }

    private static String hash(long time, String text, RawJson labels) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, time));
            labels.writeTo((bytes, from, to) -> digest.update(bytes, from, to - from));
            var hash = digest.digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
