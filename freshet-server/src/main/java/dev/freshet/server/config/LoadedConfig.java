package dev.freshet.server.config;

import java.util.List;

/// A configuration that can be used.
///
/// @param effective every setting with its origin, in the order of the reference page; secrets
///   masked
/// @param warnings what is probably not as meant, to be said at the start
public record LoadedConfig(
        Settings settings, List<EffectiveSetting> effective, List<ConfigProblem> warnings) {
    public LoadedConfig {
        effective = List.copyOf(effective);
        warnings = List.copyOf(warnings);
    }
}
