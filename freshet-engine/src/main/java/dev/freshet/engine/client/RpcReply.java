package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Payload;
import org.jspecify.annotations.Nullable;

/// The result of a remote procedure call.
public record RpcReply(@Nullable Payload data) {}
