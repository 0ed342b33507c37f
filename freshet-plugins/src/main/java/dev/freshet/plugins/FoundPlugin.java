package dev.freshet.plugins;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A directory with a `plugin.json`, and whether what is in it may run.
///
/// @param executable base name of its program; empty when it names none
/// @param state [PluginState#NOT_STARTED] when it may run
/// @param refusal why not, for every other state
record FoundPlugin(
        String id,
        String name,
        String type,
        String version,
        Path directory,
        String executable,
        SignatureState signature,
        PluginState state,
        @Nullable Refusal refusal) {}
