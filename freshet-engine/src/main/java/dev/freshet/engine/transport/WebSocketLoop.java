package dev.freshet.engine.transport;

import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/// What the WebSockets of one event loop share.
public final class WebSocketLoop {
    private final FlushQueue flushQueue;
    private final MessageScratch scratch = new MessageScratch();
    private final @Nullable MessageCompression compression;

    public WebSocketLoop(EventExecutor executor) {
        this(executor, WebSocketCompression.OFF);
    }

    public WebSocketLoop(EventExecutor executor, WebSocketCompression compression) {
        this.flushQueue = new FlushQueue(executor);
        this.compression = compression.enabled() ? new MessageCompression(compression) : null;
    }

    FlushQueue flushQueue() {
        return flushQueue;
    }

    MessageScratch scratch() {
        return scratch;
    }

    /// Null when nothing is compressed.
    @Nullable MessageCompression compression() {
        return compression;
    }

    /// Frees what is not on the heap; the loop has ended.
    public void close() {
        if (compression != null) {
            compression.end();
        }
    }
}
