package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;

/// The head of a WebSocket frame that a server sends: never masked, never fragmented (RFC 6455
/// §5.2).
final class FrameHeader {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xa;

    /// The first reserved bit (RFC 7692 §7.2.3).
    static final int COMPRESSED = 0x40;

    /// The longest head: opcode, length mark, 64-bit length.
    static final int MAX_SERVER_BYTES = 10;

    private static final int FIN = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;

    private FrameHeader() {}

    static int size(int payloadBytes) {
        return payloadBytes < SHORT_LENGTH ? 2 : payloadBytes <= 0xffff ? 4 : MAX_SERVER_BYTES;
    }

    /// Appends a head.
    static void write(ByteBuf out, int opcode, int payloadBytes) {
        out.writeByte(FIN | opcode);
        if (payloadBytes < SHORT_LENGTH) {
            out.writeByte(payloadBytes);
        } else if (payloadBytes <= 0xffff) {
            out.writeByte(SHORT_LENGTH);
            out.writeShort(payloadBytes);
        } else {
            out.writeByte(LONG_LENGTH);
            out.writeLong(payloadBytes);
        }
    }

    /// Puts a head into the room that was left in front of the readable bytes.
    static void prepend(ByteBuf frame, int opcode) {
        int payloadBytes = frame.readableBytes();
        int end = frame.writerIndex();
        int start = frame.readerIndex() - size(payloadBytes);
        frame.setIndex(start, start);
        write(frame, opcode, payloadBytes);
        frame.writerIndex(end);
    }
}
