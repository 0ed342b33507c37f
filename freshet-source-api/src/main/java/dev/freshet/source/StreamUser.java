package dev.freshet.source;

/// The person on whose behalf a source is called.
///
/// @param role `Viewer`, `Editor`, `Admin` or `None`
public record StreamUser(String login, String name, String email, String role) {}
