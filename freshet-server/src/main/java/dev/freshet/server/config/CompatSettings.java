package dev.freshet.server.config;

/// `[freshet.compat]`: concessions to some versions of Grafana.
///
/// @param lenientChannelChars accept characters in channels that only some versions accept
public record CompatSettings(boolean lenientChannelChars) {
    public static CompatSettings defaults() {
        return from(Values.defaults());
    }

    static CompatSettings from(Values values) {
        return new CompatSettings(values.get(Keys.LENIENT_CHANNEL_CHARS));
    }
}
