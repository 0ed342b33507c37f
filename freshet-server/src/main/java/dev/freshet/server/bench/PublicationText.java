package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongSupplier;

/// The data of a publication: when it was sent, its number and padding, for example
/// `{"t":73012345,"n":7,"p":"xxxx"}`.
///
/// Belongs to the publishing loop, except the static method.
final class PublicationText {
    private static final int TIME_KEY = intOf("\"t\":");
    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);

    private final LongSupplier clock;
    private final int size;
    private final byte[] padding;

    /// @param clock nanoseconds, never negative
    /// @param size bytes that every text has, unless time and number alone take more
    PublicationText(LongSupplier clock, int size) {
        this.clock = clock;
        this.size = size;
        this.padding = new byte[size];
        Arrays.fill(padding, (byte) 'x');
    }

    void write(ByteBuf out, long number) {
        int start = out.writerIndex();
        ByteBufUtil.writeAscii(
                out, "{\"t\":" + clock.getAsLong() + ",\"n\":" + number + ",\"p\":\"");
        int missing = size - (out.writerIndex() - start) - END.length;
        out.writeBytes(padding, 0, Math.max(0, missing)).writeBytes(END);
    }

    /// The time of sending that a push carries; -1 when it carries none.
    static long timeIn(ByteBuf bytes, int from, int to) {
        for (int i = from; i + Integer.BYTES < to; i++) {
            if (bytes.getByte(i) == '"' && bytes.getInt(i) == TIME_KEY) {
                return numberAt(bytes, i + Integer.BYTES, to);
            }
        }
        return -1;
    }

    private static long numberAt(ByteBuf bytes, int from, int to) {
        long number = -1;
        for (int i = from; i < to; i++) {
            int digit = bytes.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = Math.max(0, number) * 10 + digit;
        }
        return number;
    }

    private static int intOf(String fourBytes) {
        int value = 0;
        for (int i = 0; i < fourBytes.length(); i++) {
            value = value << Byte.SIZE | fourBytes.charAt(i);
        }
        return value;
    }
}
