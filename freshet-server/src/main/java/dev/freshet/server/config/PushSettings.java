package dev.freshet.server.config;

/// `[freshet.push]`: line protocol over HTTP and sockets.
///
/// @param partial keep good lines of a body that has bad ones
/// @param maxBytes of a body, after unpacking
public record PushSettings(boolean partial, int maxBytes) {
    public PushSettings {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes " + maxBytes);
        }
    }

    static PushSettings from(Values values) {
        return new PushSettings(
                values.get(Keys.PUSH_PARTIAL), Math.toIntExact(values.get(Keys.PUSH_MAX_BYTES)));
    }
}
