package dev.freshet.plugins;

import java.util.List;
import java.util.Map;

/// A request of HTTP's kind that a plugin is to answer.
///
/// @param path without a slash in front, decoded
/// @param url the path as it was sent, with the query
/// @param body not to be changed; a plugin takes up to 16 MiB
@SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
public record ResourceRequest(
        String method, String path, String url, Map<String, List<String>> headers, byte[] body) {
    public ResourceRequest {
        headers = Map.copyOf(headers);
    }
}
