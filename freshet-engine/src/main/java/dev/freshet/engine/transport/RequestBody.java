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
        this.limit = bytes(limit);
    }

    private static int bytes(int limit) {
        return limit < 0 ? Integer.MAX_VALUE - 8 : limit;
    }

    /// True when a body of the promised length would exceed the limit.
    static boolean wouldExceed(int limit, long promised) {
        return promised > bytes(limit);
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

    byte[] complete() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
