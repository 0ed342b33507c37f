package dev.freshet.server.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Collects a request's body in one array, never more than its limit.
///
/// The array grows with what arrives: a promised length buys no memory.
final class Body {
    private static final byte[] NOTHING = {};
    private static final int FIRST_PIECE = 64 * 1024;

    private final int limit;
    private byte[] bytes;
    private int length;

    /// @param promised the Content-Length, negative when unknown
    Body(long limit, long promised) {
        this.limit = (int) limit;
        this.bytes = promised <= 0 ? NOTHING : new byte[(int) Math.min(promised, FIRST_PIECE)];
    }

    /// False when the piece would exceed the limit; nothing of it is kept then.
    boolean add(ByteBuf piece) {
        int more = piece.readableBytes();
        if (more > limit - length) {
            return false;
        }
        if (more > bytes.length - length) {
            long doubled = Math.max(length + (long) more, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, doubled));
        }
        piece.readBytes(bytes, length, more);
        length += more;
        return true;
    }

    int length() {
        return length;
    }

    byte[] complete() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
