package dev.freshet.plugins;

import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How a plugin is doing, for people: the console, the log, a refusal.
///
/// @param id as in `plugin.json`; the directory's name when that cannot be read
/// @param name for people; the id when it has none
/// @param type `app`, `datasource`, `panel`, `renderer`; empty when unknown
/// @param version opaque; empty when unknown
/// @param directory where its `plugin.json` stands
/// @param reason why it does not run and what to do, one or two sentences; empty when it runs or
///   can run
/// @param restarts how many times its process was started again
/// @param exits how many times its process has ended by itself
/// @param lastExitStatus of the process that ended last
/// @param lastErrorLine the last thing it said at level error, or else the last line that was no
///   log entry; empty when none
/// @param pid of the process that runs
/// @param droppedPackets packets of its streams that were not JSON and went nowhere
/// @param since when it came into this state
public record PluginStatus(
        String id,
        String name,
        String type,
        String version,
        Path directory,
        SignatureState signature,
        PluginState state,
        String reason,
        int restarts,
        int exits,
        OptionalInt lastExitStatus,
        String lastErrorLine,
        OptionalLong pid,
        long droppedPackets,
        Instant since) {}
