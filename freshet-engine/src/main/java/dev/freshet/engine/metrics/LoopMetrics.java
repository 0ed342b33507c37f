package dev.freshet.engine.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Counts of one event loop, which alone adds to them; any thread reads them.
public final class LoopMetrics {
    private static final VarHandle MESSAGES_SENT = counter("messagesSent");
    private static final VarHandle BYTES_SENT = counter("bytesSent");
    private static final VarHandle MESSAGES_RECEIVED = counter("messagesReceived");
    private static final VarHandle BYTES_RECEIVED = counter("bytesReceived");

    private long messagesSent;
    private long bytesSent;
    private long messagesReceived;
    private long bytesReceived;

    private static VarHandle counter(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(LoopMetrics.class, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    public void sent(int messages, int bytes) {
        MESSAGES_SENT.setOpaque(this, messagesSent + messages);
        BYTES_SENT.setOpaque(this, bytesSent + bytes);
    }

    public void received(int messages, int bytes) {
        MESSAGES_RECEIVED.setOpaque(this, messagesReceived + messages);
        BYTES_RECEIVED.setOpaque(this, bytesReceived + bytes);
    }

    /// Replies and pushes, counted one by one also when several share a frame.
    public long messagesSent() {
        return (long) MESSAGES_SENT.getOpaque(this);
    }

    public long bytesSent() {
        return (long) BYTES_SENT.getOpaque(this);
    }

    /// Commands.
    public long messagesReceived() {
        return (long) MESSAGES_RECEIVED.getOpaque(this);
    }

    public long bytesReceived() {
        return (long) BYTES_RECEIVED.getOpaque(this);
    }
}
