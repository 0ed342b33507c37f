package dev.freshet.engine.client;

import dev.freshet.engine.hub.Batch;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What is kept for a client that does not read as fast as its channels publish. Event loop only.
final class Lag {
    private record Held(ByteBuf bytes, int messages, @Nullable Batch batch) {
        void letGo() {
            if (batch == null) {
                bytes.release();
            } else {
                batch.letGo();
            }
        }
    }

    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private long bytes;

    /// Keeps a batch, taking over one reference to its bytes.
    void hold(Batch batch) {
        batch.hold();
        add(new Held(batch.bytes(), batch.messages().size(), batch));
    }

    /// Keeps bytes that only this client gets, taking over one reference.
    void hold(ByteBuf own, int messages) {
        add(new Held(own, messages, null));
    }

    private void add(Held next) {
        held.addLast(next);
        bytes += next.bytes().readableBytes();
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /// Hands over the oldest bytes first, as long as the transport takes them.
    void sendTo(Transport transport) {
        while (!held.isEmpty() && transport.isWritable()) {
            var next = held.removeFirst();
            bytes -= next.bytes().readableBytes();
            transport.send(next.bytes().retain(), next.messages());
            next.letGo();
        }
    }

    void clear() {
        held.forEach(Held::letGo);
        held.clear();
        bytes = 0;
    }
}
