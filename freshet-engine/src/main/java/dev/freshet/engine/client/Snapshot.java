package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Payload;
import org.jspecify.annotations.Nullable;

/// A channel's state for a new subscriber: publications numbered up to `sequence` are in it and are
/// not sent again.
public record Snapshot(@Nullable Payload data, long sequence) {}
