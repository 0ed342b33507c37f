package dev.freshet.engine.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Checks bytes to be UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
public final class Utf8 {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /// The index in `source` of the first byte that is not part of valid UTF-8, or -1.
    public static int firstInvalid(byte[] source, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            while (i + 8 <= end && ((long) LONGS.get(source, i) & HIGH_BITS) == 0) {
                i += 8;
            }
            if (i == end) {
                break;
            }
            if (source[i] >= 0) {
                i++;
                continue;
            }
            int size = sequenceLength(source, i, end);
            if (size == 0) {
                return i;
            }
            i += size;
        }
        return -1;
    }

    /// The length of the sequence of two to four bytes at `i`, or 0 when it is not valid.
    private static int sequenceLength(byte[] source, int i, int end) {
        int lead = source[i] & 0xff;
        int size = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (size == 0 || i + size > end) {
            return 0;
        }
        int second = source[i + 1] & 0xff;
        boolean secondFits =
                switch (lead) {
                    case 0xe0 -> second >= 0xa0 && second <= 0xbf;
                    case 0xed -> second >= 0x80 && second <= 0x9f;
                    case 0xf0 -> second >= 0x90 && second <= 0xbf;
                    case 0xf4 -> second >= 0x80 && second <= 0x8f;
                    default -> second >= 0x80 && second <= 0xbf;
                };
        if (!secondFits) {
            return 0;
        }
        for (int k = 2; k < size; k++) {
            if ((source[i + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return size;
    }
}
