package dev.freshet.server.plugin;

import dev.freshet.source.StreamSource;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A source that was found in a jar, or why there is none.
///
/// @param type what data sources call it; the jar's name when it has none
/// @param trouble why it does not run, for people; empty when it does
/// @param source null when it does not run
/// @param since when it was loaded
record JarSource(
        String type, Path jar, String trouble, @Nullable StreamSource source, Instant since) {}
