package dev.freshet.plugins;

import dev.freshet.source.RawJson;
import java.time.Duration;
import java.time.Instant;

/// One query of a QueryData call.
///
/// @param refId names it within the call
/// @param queryType the plugin's own; empty when it has none
/// @param json the whole query as the panel wrote it
public record PluginQuery(
        String refId,
        String queryType,
        long maxDataPoints,
        Duration interval,
        Instant from,
        Instant to,
        RawJson json) {}
