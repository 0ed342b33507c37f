package dev.freshet.engine.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// What a client does with a delta (§15), strictly: whatever does not fit is refused.
public final class FossilPatch {
    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";

    private final byte[] base;
    private final byte[] delta;
    private int at;

    private FossilPatch(byte[] base, byte[] delta) {
        this.base = base;
        this.delta = delta;
    }

    /// The target.
    ///
    /// @throws IllegalArgumentException when the delta is not one, or one of another base
    public static byte[] apply(byte[] base, byte[] delta) {
        return new FossilPatch(base, delta).apply();
    }

    private byte[] apply() {
        long length = number('\n');
        var target = new ByteArrayOutputStream();
        while (true) {
            long count = number('@', ':', ';');
            switch (delta[at - 1]) {
                case '@' -> {
                    long from = number(',');
                    require(from + count <= base.length, "copies what is not there");
                    target.write(base, (int) from, (int) count);
                }
                case ':' -> {
                    require(at + count <= delta.length, "ends inside of an insert");
                    target.write(delta, at, (int) count);
                    at += (int) count;
                }
                default -> {
                    require(at == delta.length, "goes on behind the checksum");
                    require(target.size() == length, "makes " + target.size() + " bytes");
                    require(checksum(target.toByteArray()) == count, "has another checksum");
                    return target.toByteArray();
                }
            }
            require(target.size() <= length, "makes more than it says");
        }
    }

    /// Reads a number and one of the characters that may end it.
    private long number(char... ends) {
        long number = 0;
        int begin = at;
        while (at < delta.length && DIGITS.indexOf(delta[at]) >= 0) {
            number = number * 64 + DIGITS.indexOf(delta[at++]);
            require(number <= 0xffff_ffffL, "has a number of more than 32 bits");
        }
        require(at > begin && at < delta.length, "has no number where one belongs");
        char end = (char) delta[at++];
        require(new String(ends).indexOf(end) >= 0, "has no command " + end);
        return number;
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("the delta " + what + ", byte " + at);
        }
    }

    private static long checksum(byte[] bytes) {
        var words = ByteBuffer.wrap(Arrays.copyOf(bytes, (bytes.length + 3) / 4 * 4));
        long sum = 0;
        while (words.hasRemaining()) {
            sum += words.getInt();
        }
        return sum & 0xffff_ffffL;
    }
}
