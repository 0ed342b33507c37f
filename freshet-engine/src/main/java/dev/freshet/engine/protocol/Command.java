package dev.freshet.engine.protocol;

import org.jspecify.annotations.Nullable;

/// One command of a client.
///
/// @param id 0 to 4294967295; the reply carries the same one
/// @param request what is asked; null when the command names no known operation, or is a pong
/// @param pong true when the command answers a ping: id 0 and no `send`, whatever else it holds
///   (§5)
public record Command(long id, @Nullable Request request, boolean pong) {}
