package dev.freshet.sources.influxdb;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A row of an answer to Flux.
///
/// @param result which `yield` it belongs to
/// @param groups the columns that all rows of its table share
/// @param values by column, in order: [Long], [Double], [Boolean], [String], [Nanos] or null
record FluxRow(String result, Set<String> groups, Map<String, @Nullable Object> values) {}
