/// The configuration: a `grafana.ini` with our own `[freshet.*]` sections, overridden by `GF_*`
/// variables and the command line.
///
/// Start with [Keys], the one table of every key; [SettingsLoader] turns text into [Settings] or
/// names everything that is wrong at once. Other packages take one narrow record, never all
/// settings. Immutable values; nothing here keeps a thread.
@NullMarked
package dev.freshet.server.config;

import org.jspecify.annotations.NullMarked;
