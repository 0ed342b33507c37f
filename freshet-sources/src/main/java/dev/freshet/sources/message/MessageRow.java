package dev.freshet.sources.message;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What becomes one row.
///
/// @param time in nanoseconds since 1970
/// @param origin the topic or channel that it came on; empty when that is always the same
/// @param values by field name: numbers, booleans and strings, everything else is shown as JSON
public record MessageRow(long time, String origin, Map<String, JsonNode> values) {}
