package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Messages in one WebSocket frame.
final class WebSocketFraming implements Framing {
    private final int opcode;
    private final boolean lines;

    /// @param lines true when a line feed stands between messages
    WebSocketFraming(int opcode, boolean lines) {
        this.opcode = opcode;
        this.lines = lines;
    }

    @Override
    public int overhead(int messages) {
        return FrameHeader.MAX_SERVER_BYTES + messages;
    }

    @Override
    public ByteBuf begin(ByteBufAllocator allocator, int size) {
        var out = allocator.directBuffer(size);
        return out.writeZero(FrameHeader.MAX_SERVER_BYTES).skipBytes(FrameHeader.MAX_SERVER_BYTES);
    }

    @Override
    public void beforeMessage(ByteBuf out, boolean first) {
        if (lines && !first) {
            out.writeByte('\n');
        }
    }

    @Override
    public void afterMessage(ByteBuf out, int start) {
        // Messages end by themselves.
    }

    @Override
    public ByteBuf seal(ByteBuf out) {
        FrameHeader.prepend(out, opcode);
        return out;
    }
}
