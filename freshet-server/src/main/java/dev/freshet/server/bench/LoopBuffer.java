package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/// One read buffer for all connections of an event loop: what a connection reads is taken apart
/// before the next one reads, so ten thousand of them need no buffers of their own.
///
/// Only for pipelines whose first handler releases what it was given before it returns.
final class LoopBuffer extends DefaultMaxMessagesRecvByteBufAllocator implements AutoCloseable {
    private static final int BYTES = 512 * 1024;

    private final ByteBuf buffer = Unpooled.directBuffer(BYTES, BYTES);

    @Override
    public MaxMessageHandle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return BYTES;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator alloc) {
                return buffer.clear().retain();
            }
        };
    }

    @Override
    public void close() {
        buffer.release();
    }
}
