package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;

/// The head of a WebSocket frame that a client sends: always masked, and hostile until checked (RFC
/// 6455 §5.2).
///
/// Read in place, from numbers on the stack: a frame costs no object.
final class ClientFrameHeader {
    /// What tells how long the whole head is.
    static final int MIN_BYTES = 2;

    private static final int MASK_BYTES = 4;
    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OPCODE = 0x0f;
    private static final int CONTROL = 0x08;
    private static final int MASKED = 0x80;
    private static final int LENGTH_MARK = 0x7f;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int MAX_CONTROL_BYTES = 125;

    private ClientFrameHeader() {}

    static int opcode(int head) {
        return head & OPCODE;
    }

    static boolean isFinal(int head) {
        return (head & FIN) != 0;
    }

    static boolean isControl(int head) {
        return (head & CONTROL) != 0;
    }

    static boolean isCompressed(int head) {
        return (head & FrameHeader.COMPRESSED) != 0;
    }

    /// Checks the first two bytes by themselves.
    ///
    /// @param mayCompress true when permessage-deflate was agreed
    static void check(int head, int lengthByte, boolean mayCompress) throws WebSocketException {
        checkReserved(head, mayCompress);
        if ((lengthByte & MASKED) == 0) {
            throw WebSocketException.protocol("a client's frames have to be masked");
        }
        int opcode = opcode(head);
        boolean control = isControl(head);
        if (opcode > (control ? FrameHeader.PONG : FrameHeader.BINARY)) {
            throw WebSocketException.protocol("opcode " + opcode + " is not known");
        }
        if (control && (!isFinal(head) || (lengthByte & LENGTH_MARK) > MAX_CONTROL_BYTES)) {
            throw WebSocketException.protocol("a control frame is one frame of at most 125 bytes");
        }
    }

    /// Only the first frame of a message says that it is compressed (RFC 7692 §6.1).
    private static void checkReserved(int head, boolean mayCompress) throws WebSocketException {
        if (!mayCompress && (head & RESERVED) != 0) {
            throw WebSocketException.protocol("reserved bits are set, and no extension was agreed");
        }
        boolean begins = opcode(head) == FrameHeader.TEXT || opcode(head) == FrameHeader.BINARY;
        if ((head & RESERVED & ~(begins ? FrameHeader.COMPRESSED : 0)) != 0) {
            throw WebSocketException.protocol(
                    "reserved bits are set that permessage-deflate does not use there");
        }
    }

    /// How long the head is, with extended length and mask.
    static int size(int lengthByte) {
        return MIN_BYTES
                + switch (lengthByte & LENGTH_MARK) {
                    case SHORT_LENGTH -> 2;
                    case LONG_LENGTH -> 8;
                    default -> 0;
                }
                + MASK_BYTES;
    }

    /// How long the payload is, of a head that is there completely.
    static long payloadBytes(ByteBuf in, int start) throws WebSocketException {
        int mark = in.getUnsignedByte(start + 1) & LENGTH_MARK;
        if (mark < SHORT_LENGTH) {
            return mark;
        }
        boolean isLong = mark == LONG_LENGTH;
        long length = isLong ? in.getLong(start + 2) : in.getUnsignedShort(start + 2);
        if (length < (isLong ? 0x10000 : SHORT_LENGTH)) {
            throw WebSocketException.protocol("the length is not in its shortest form");
        }
        return length;
    }

    /// The mask, of a head that is there completely.
    static int mask(ByteBuf in, int start, int headBytes) {
        return in.getInt(start + headBytes - MASK_BYTES);
    }
}
