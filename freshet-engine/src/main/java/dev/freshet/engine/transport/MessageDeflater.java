package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;
import java.util.zip.Deflater;

/// Compresses the messages of one event loop, each by itself (RFC 7692 §7.2.1).
final class MessageDeflater {
    /// The empty block at the end of what was flushed, which the receiver puts there again.
    private static final int TAIL_BYTES = 4;

    private final Deflater deflater;
    private final int minBytes;
    private final MessageScratch scratch = new MessageScratch();
    private byte[] bytes = {};

    MessageDeflater(WebSocketCompression options) {
        this.deflater = new Deflater(options.level(), true);
        this.minBytes = Math.max(1, options.minBytes());
    }

    /// Compresses the readable bytes of a message and leaves them where they are.
    ///
    /// @return how many of [#bytes] are the result; -1 when the message is too short or does not
    ///   get shorter
    int deflate(ByteBuf message) {
        int length = message.readableBytes();
        if (length < minBytes) {
            return -1;
        }
        bytes = scratch.atLeast(length + TAIL_BYTES);
        deflater.setInput(message.internalNioBuffer(message.readerIndex(), length));
        int written = deflater.deflate(bytes, 0, length + TAIL_BYTES, Deflater.SYNC_FLUSH);
        // At once, because the buffer that it reads from is not ours.
        deflater.reset();
        return written < length + TAIL_BYTES ? written - TAIL_BYTES : -1;
    }

    /// The result; overwritten by the next message.
    byte[] bytes() {
        return bytes;
    }

    void end() {
        deflater.end();
    }
}
