package dev.freshet.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where settings are looked for; the later component wins.
///
/// @param file the custom file, null for none
/// @param environment usually [System#getenv()]
/// @param overrides what the command line says
public record ConfigSources(
        @Nullable Path file, Map<String, String> environment, List<CommandLineSetting> overrides) {
    public ConfigSources {
        environment = Map.copyOf(environment);
        overrides = List.copyOf(overrides);
    }

    /// One setting from the command line.
    ///
    /// @param option that set it, for messages, for example `--port`
    public record CommandLineSetting(String section, String key, String value, String option) {}

    /// Nothing but defaults.
    public static ConfigSources none() {
        return new ConfigSources(null, Map.of(), List.of());
    }
}
