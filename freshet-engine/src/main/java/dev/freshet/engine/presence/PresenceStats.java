package dev.freshet.engine.presence;

/// How many are in a channel.
///
/// @param users distinct user ids
public record PresenceStats(int clients, int users) {}
