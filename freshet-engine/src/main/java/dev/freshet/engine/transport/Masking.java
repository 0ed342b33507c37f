package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Takes a client's mask off (RFC 6455 §5.3) while copying, eight bytes at a time.
final class Masking {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Masking() {}

    static void copy(ByteBuf from, int at, byte[] to, int offset, int length, int mask) {
        from.getBytes(at, to, offset, length);
        if (mask == 0) {
            return;
        }
        long wide = ((long) mask << 32) | (mask & 0xffff_ffffL);
        int end = offset + length;
        int i = offset;
        for (; i + 8 <= end; i += 8) {
            LONGS.set(to, i, (long) LONGS.get(to, i) ^ wide);
        }
        for (int shift = 24; i < end; i++, shift = shift == 0 ? 24 : shift - 8) {
            to[i] ^= (byte) (mask >>> shift);
        }
    }
}
