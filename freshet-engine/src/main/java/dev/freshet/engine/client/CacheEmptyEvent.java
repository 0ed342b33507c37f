package dev.freshet.engine.client;

/// A client recovers from a channel's newest publication, and there is none (§10.3).
///
/// @param channel the canonical name
public record CacheEmptyEvent(String channel) {}
