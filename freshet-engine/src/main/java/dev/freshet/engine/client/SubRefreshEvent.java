package dev.freshet.engine.client;

/// A subscription has to be refreshed.
///
/// @param token what the client sent; empty when the server refreshes by itself
public record SubRefreshEvent(Client client, Subscription subscription, String token) {}
