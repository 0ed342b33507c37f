package dev.freshet.engine.transport;

import io.netty.util.concurrent.EventExecutor;

/// What the WebSockets of one event loop share.
public final class WebSocketLoop {
    private final FlushQueue flushQueue;
    private final MessageScratch scratch = new MessageScratch();

    public WebSocketLoop(EventExecutor executor) {
        this.flushQueue = new FlushQueue(executor);
    }

    FlushQueue flushQueue() {
        return flushQueue;
    }

    MessageScratch scratch() {
        return scratch;
    }
}
