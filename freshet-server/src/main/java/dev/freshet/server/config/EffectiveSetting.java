package dev.freshet.server.config;

/// One setting as it is in force.
///
/// @param value after expansion; secrets are masked
public record EffectiveSetting(String section, String key, String value, Origin origin) {}
