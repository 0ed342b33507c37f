package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Payload;
import org.jspecify.annotations.Nullable;

/// A message that a client sent without asking for an answer.
public record MessageEvent(Client client, @Nullable Payload data) {}
