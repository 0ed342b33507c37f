package dev.freshet.engine.client;

/// A connection has to be refreshed.
///
/// @param token what the client sent; empty when the server refreshes by itself
public record RefreshEvent(Client client, String token) {}
