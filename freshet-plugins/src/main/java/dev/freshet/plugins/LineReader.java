package dev.freshet.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Reads lines of UTF-8; one of more than 64 KiB comes in pieces, so that a program that never ends
/// its line costs no more than that. For one thread.
final class LineReader {
    static final int MAX_LINE_BYTES = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[MAX_LINE_BYTES];
    private int start;
    private int scanned;
    private int end;

    LineReader(InputStream in) {
        this.in = in;
    }

    /// The next line without its end, or null after the last.
    @Nullable String next() throws IOException {
        while (true) {
            for (; scanned < end; scanned++) {
                if (buffer[scanned] == '\n') {
                    return taken(scanned + 1);
                }
            }
            if (end - start == buffer.length) {
                return taken(end);
            }
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                scanned -= start;
                end -= start;
                start = 0;
            }
            int n = in.read(buffer, end, buffer.length - end);
            if (n < 0) {
                return end > start ? taken(end) : null;
            }
            end += n;
        }
    }

    private String taken(int until) {
        int length = until - start;
        while (length > 0
                && (buffer[start + length - 1] == '\n' || buffer[start + length - 1] == '\r')) {
            length--;
        }
        String line = new String(buffer, start, length, UTF_8);
        start = until;
        scanned = until;
        return line;
    }
}
