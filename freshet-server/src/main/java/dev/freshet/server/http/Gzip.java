package dev.freshet.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/// Unpacks a gzip body without ever holding more than a limit.
final class Gzip {
    private Gzip() {}

    /// What came of unpacking.
    sealed interface Unpacked {
        /// All of it.
        final class Whole implements Unpacked {
            private final byte[] bytes;

            private Whole(byte[] bytes) {
                this.bytes = bytes;
            }

            byte[] bytes() {
                return bytes;
            }
        }

        record TooLarge() implements Unpacked {}

        record Broken(String reason) implements Unpacked {}
    }

    static Unpacked unpack(byte[] packed, long limit) {
        // One byte more than allowed is enough to know.
        int most = (int) Math.min(limit, Integer.MAX_VALUE - 16) + 1;
        var out = new byte[Math.min(most, Math.max(1024, 4 * packed.length))];
        int length = 0;
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed), 8 * 1024)) {
            while (true) {
                int read = in.read(out, length, out.length - length);
                if (read < 0) {
                    return new Unpacked.Whole(Arrays.copyOf(out, length));
                }
                length += read;
                if (length == most) {
                    return new Unpacked.TooLarge();
                }
                if (length == out.length) {
                    out = Arrays.copyOf(out, (int) Math.min(most, 2L * length));
                }
            }
        } catch (IOException e) {
            return new Unpacked.Broken(
                    e.getMessage() == null ? "it ends too early" : e.getMessage());
        }
    }
}
