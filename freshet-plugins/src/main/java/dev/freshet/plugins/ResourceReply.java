package dev.freshet.plugins;

import java.util.List;
import java.util.Map;

/// A plugin's answer to CallResource, unchecked.
///
/// @param status whatever number it gave
/// @param body not to be changed
@SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
public record ResourceReply(int status, Map<String, List<String>> headers, byte[] body) {
    public ResourceReply {
        headers = Map.copyOf(headers);
    }
}
