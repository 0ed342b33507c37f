package dev.freshet.sources.upstream;

import java.time.Duration;
import java.time.InstantSource;

/// What every upstream gets along.
///
/// @param timeout for one request, with everything it does
/// @param maxRows the most rows, or points of all series together, that one answer may have
/// @param maxBytes the most bytes that one answer may have
/// @param costs counts what asking this data source costs
/// @param clock for macros that need the present; a range is always given
public record UpstreamContext(
        Duration timeout, int maxRows, long maxBytes, UpstreamCosts costs, InstantSource clock) {}
