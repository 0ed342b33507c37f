package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Request;

/// A client's subscribe command.
public record SubscribeEvent(Client client, Request.Subscribe request) {
    /// The channel as the client spelled it.
    public String channel() {
        return request.channel();
    }
}
