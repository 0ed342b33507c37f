package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// A reply's line where it lies in a buffer, which is only valid during the call. One that brings
/// missed publications is long: what is wanted of it is read without making it a text.
record Reply(ByteBuf bytes, int from, int to) {
    private static final int MAX_TEXT = 4096;
    private static final int MAX_END = 256;
    private static final byte[] OFFSET = "\"offset\":".getBytes(StandardCharsets.US_ASCII);

    /// Its beginning, which is all of most replies.
    String text() {
        return text(from, Math.min(to, from + MAX_TEXT));
    }

    /// Its end: what stands behind the publications.
    String end() {
        return text(Math.max(from, to - MAX_END), to);
    }

    private String text(int start, int end) {
        return bytes.toString(start, end - start, StandardCharsets.UTF_8);
    }

    /// How many publications are in it whose offsets follow the given one without a hole. An offset
    /// is a publication's last member, unless it has tags.
    int publicationsAfter(long offset) {
        long last = offset;
        for (int brace = braceAfter(from); brace >= 0; brace = braceAfter(brace + 1)) {
            if (offsetBefore(brace) == last + 1) {
                last++;
            }
        }
        return (int) (last - offset);
    }

    private int braceAfter(int start) {
        return bytes.indexOf(start, to, (byte) '}');
    }

    /// The offset that ends at an index; -1 when there is none.
    private long offsetBefore(int end) {
        long value = 0;
        long unit = 1;
        int at = end - 1;
        for (int digit = digit(at); digit >= 0; digit = digit(--at)) {
            value += digit * unit;
            unit *= 10;
        }
        return at < end - 1 && isOffsetNameBefore(at + 1) ? value : -1;
    }

    private int digit(int index) {
        int digit = index < from ? -1 : bytes.getByte(index) - '0';
        return digit <= 9 ? digit : -1;
    }

    private boolean isOffsetNameBefore(int end) {
        int start = end - OFFSET.length;
        if (start < from) {
            return false;
        }
        for (int i = 0; i < OFFSET.length; i++) {
            if (bytes.getByte(start + i) != OFFSET[i]) {
                return false;
            }
        }
        return true;
    }
}
