package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Payload;

/// A client's publish command.
///
/// @param channel as the client spelled it
public record PublishEvent(Client client, String channel, Payload data) {}
