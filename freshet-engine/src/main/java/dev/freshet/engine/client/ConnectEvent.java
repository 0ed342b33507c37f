package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Request;

/// A client's connect command.
///
/// `request().headers()` were written by the client, not by the HTTP layer.
public record ConnectEvent(Client client, Request.Connect request) {}
