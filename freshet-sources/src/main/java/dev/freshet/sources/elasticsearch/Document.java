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

    /// About how much text it has, in bytes.
    long size() {
        return size(source);
    }

    private static long size(JsonNode node) {
        long size = node.isString() ? node.stringValue().length() : Long.BYTES;
        for (var member : node.properties()) {
            size += member.getKey().length() + size(member.getValue());
        }
        if (node.isArray()) {
            for (var each : node) {
                size += size(each);
            }
        }
        return size;
    }
}
