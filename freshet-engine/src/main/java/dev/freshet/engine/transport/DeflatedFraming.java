package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Messages in one WebSocket frame, which is compressed when that makes it shorter. Event loop
/// only.
final class DeflatedFraming implements Framing {
    private final Framing plain;
    private final MessageDeflater deflater;

    DeflatedFraming(Framing plain, MessageDeflater deflater) {
        this.plain = plain;
        this.deflater = deflater;
    }

    @Override
    public int overhead(int messages) {
        return plain.overhead(messages);
    }

    @Override
    public ByteBuf begin(ByteBufAllocator allocator, int size) {
        return plain.begin(allocator, size);
    }

    @Override
    public void beforeMessage(ByteBuf out, boolean first) {
        plain.beforeMessage(out, first);
    }

    @Override
    public void afterMessage(ByteBuf out, int start) {
        plain.afterMessage(out, start);
    }

    @Override
    public ByteBuf seal(ByteBuf out) {
        int length = deflater.deflate(out);
        if (length < 0) {
            return plain.seal(out);
        }
        // A buffer of its own size: batches are kept for clients that do not read.
        var piece = begin(out.alloc(), overhead(0) + length);
        out.release();
        var frame = plain.seal(piece.writeBytes(deflater.bytes(), 0, length));
        int head = frame.getByte(frame.readerIndex());
        return frame.setByte(frame.readerIndex(), head | FrameHeader.COMPRESSED);
    }
}
