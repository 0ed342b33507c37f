package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// The body of a request as it comes in, never more than its limit; a promised length buys no
/// memory.
final class RequestBody {
    private static final byte[] NOTHING = {};

    private final int limit;
    private byte[] bytes = NOTHING;
    private int length;

    /// @param limit -1 for none
    RequestBody(int limit) {
        this.limit = limit < 0 ? Integer.MAX_VALUE - 8 : limit;
    }

    /// False when the piece would exceed the limit.
    boolean add(ByteBuf piece) {
        int more = piece.readableBytes();
        if (more > limit - length) {
            return false;
        }
        if (more > bytes.length - length) {
            long grown = Math.max(length + (long) more, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, grown));
        }
        piece.readBytes(bytes, length, more);
        length += more;
        return true;
    }

    boolean wouldExceed(long promised) {
        return promised > limit;
    }

    byte[] complete() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
