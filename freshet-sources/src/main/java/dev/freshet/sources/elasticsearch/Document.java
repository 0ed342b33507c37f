package dev.freshet.sources.elasticsearch;

import tools.jackson.databind.JsonNode;

/// A document that was found.
///
/// @param time in nanoseconds since 1970-01-01 UTC
/// @param id unique in its index
record Document(long time, String index, String id, JsonNode source) {
    /// Unique over all indexes.
    String key() {
        return index + "#" + id;
    }
}
