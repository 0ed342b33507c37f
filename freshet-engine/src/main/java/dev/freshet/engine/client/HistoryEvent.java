package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Request;

/// A client asks for a part of a channel's stream.
public record HistoryEvent(Client client, Request.History request) {
    /// The channel as the client spelled it.
    public String channel() {
        return request.channel();
    }
}
