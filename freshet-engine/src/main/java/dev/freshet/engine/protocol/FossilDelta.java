package dev.freshet.engine.protocol;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Fossil's delta format: what turns a base into a target (§15).
public final class FossilDelta {
    private static final byte[] DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"
                    .getBytes(StandardCharsets.US_ASCII);

    private FossilDelta() {}

    /// The delta, or null when it is not smaller than the target.
    ///
    /// @param asText true when the delta has to be UTF-8 itself, because it goes into a JSON
    ///   string: null then also when it would cut a character
    static byte @Nullable [] smaller(byte[] base, byte[] target, boolean asText) {
        var delta = encode(base, target);
        return delta.length >= target.length
                        || (asText && Utf8.firstInvalid(delta, 0, delta.length) >= 0)
                ? null
                : delta;
    }

    /// The delta.
    public static byte[] encode(byte[] base, byte[] target) {
        var out = Unpooled.buffer(target.length + 24);
        writeNumber(out, target.length);
        out.writeByte('\n');
        writeNumber(out, target.length);
        out.writeByte(':').writeBytes(target);
        writeNumber(out, checksum(target));
        out.writeByte(';');
        return ByteBufUtil.getBytes(out);
    }

    private static void writeNumber(io.netty.buffer.ByteBuf out, int unsigned) {
        int shift = 30;
        while (shift > 0 && unsigned >>> shift == 0) {
            shift -= 6;
        }
        for (; shift >= 0; shift -= 6) {
            out.writeByte(DIGITS[(unsigned >>> shift) & 63]);
        }
    }

    /// The sum of the bytes taken as big-endian words of 32 bits, padded with zeros.
    private static int checksum(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (bytes[i] & 0xff) << (24 - 8 * (i & 3));
        }
        return sum;
    }
}
