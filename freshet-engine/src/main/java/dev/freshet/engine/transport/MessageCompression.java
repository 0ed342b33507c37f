package dev.freshet.engine.transport;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// permessage-deflate (RFC 7692) for the WebSockets of one event loop.
///
/// One deflater and one inflater for all of them, made when the first connection needs them: no
/// connection has a window of its own, because none is agreed to outlive a message. Event loop
/// only.
final class MessageCompression {
    private final WebSocketCompression options;
    private final Map<Framing, Framing> framings = new HashMap<>();
    private final Map<Wire, Wire> wires = new HashMap<>();
    private @Nullable MessageDeflater deflater;
    private @Nullable MessageInflater inflater;

    MessageCompression(WebSocketCompression options) {
        this.options = options;
    }

    /// The same way of writing messages, compressed; always the same one.
    Wire compressed(Wire wire) {
        return wires.computeIfAbsent(wire, plain -> plain.with(compressed(plain.framing())));
    }

    /// The same framing, compressed; always the same one.
    Framing compressed(Framing framing) {
        return framings.computeIfAbsent(framing, plain -> new DeflatedFraming(plain, deflater()));
    }

    private MessageDeflater deflater() {
        if (deflater == null) {
            deflater = new MessageDeflater(options);
        }
        return deflater;
    }

    MessageInflater inflater() {
        if (inflater == null) {
            inflater = new MessageInflater();
        }
        return inflater;
    }

    /// Frees what is not on the heap.
    void end() {
        if (deflater != null) {
            deflater.end();
        }
        if (inflater != null) {
            inflater.end();
        }
    }
}
