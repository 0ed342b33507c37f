package dev.freshet.engine.client;

/// A client asks who is in a channel, or how many.
///
/// @param channel as the client spelled it
/// @param countsOnly true for the numbers alone
public record PresenceEvent(Client client, String channel, boolean countsOnly) {}
