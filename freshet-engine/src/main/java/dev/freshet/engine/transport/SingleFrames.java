package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/// A WebSocket frame for each message.
///
/// Room is left for the head of most frames; where another size is right, the message is moved.
final class SingleFrames implements Framing {
    private static final int USUAL_HEAD_BYTES = 4;

    private final int opcode;

    SingleFrames(int opcode) {
        this.opcode = opcode;
    }

    @Override
    public int overhead(int messages) {
        return messages * FrameHeader.MAX_SERVER_BYTES;
    }

    @Override
    public ByteBuf begin(ByteBufAllocator allocator, int size) {
        return allocator.directBuffer(size);
    }

    @Override
    public void beforeMessage(ByteBuf out, boolean first) {
        out.writeZero(USUAL_HEAD_BYTES);
    }

    @Override
    public void afterMessage(ByteBuf out, int start) {
        int length = out.writerIndex() - start;
        int head = start - USUAL_HEAD_BYTES;
        if (FrameHeader.size(length) == USUAL_HEAD_BYTES) {
            out.writerIndex(head);
            FrameHeader.write(out, opcode, length);
            out.writerIndex(start + length);
            return;
        }
        var message = ByteBufUtil.getBytes(out, start, length);
        out.writerIndex(head);
        FrameHeader.write(out, opcode, length);
        out.writeBytes(message);
    }

    @Override
    public ByteBuf seal(ByteBuf out) {
        return out;
    }
}
