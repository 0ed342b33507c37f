package dev.freshet.server.config;

/// What a source says about a key.
///
/// @param text not yet expanded
record Assigned(String text, Origin origin) {}
