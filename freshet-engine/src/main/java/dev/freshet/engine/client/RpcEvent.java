package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Payload;
import org.jspecify.annotations.Nullable;

/// A client's remote procedure call; the method may be empty.
public record RpcEvent(Client client, String method, @Nullable Payload data) {}
