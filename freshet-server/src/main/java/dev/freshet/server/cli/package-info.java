/// The command line: one class a command, listed in [CommandTable].
///
/// The top of the server: it may use every package, nothing uses it. Only the class of the command
/// that was asked for is loaded, so that `freshet token list` is quick. Exit codes: 0 done, 1
/// failed, 2 wrong usage.
@NullMarked
package dev.freshet.server.cli;

import org.jspecify.annotations.NullMarked;
