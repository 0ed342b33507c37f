package dev.freshet.server.config;

/// Where a value comes from, weakest first.
public sealed interface Origin {
    /// Nobody said anything.
    record Default() implements Origin {}

    /// A line of the custom file.
    ///
    /// @param line counted from 1
    record FileLine(String file, int line) implements Origin {}

    /// A variable of the process.
    ///
    /// @param variable for example `GF_SERVER_HTTP_PORT`
    record Environment(String variable) implements Origin {}

    /// An option of the command line.
    ///
    /// @param option for example `--port`
    record CommandLine(String option) implements Origin {}

    /// For people: `custom.ini:12`, `GF_SERVER_HTTP_PORT`, `--port`, `default`.
    default String describe() {
        return switch (this) {
            case Default() -> "default";
            case FileLine(var file, var line) -> file + ":" + line;
            case Environment(var variable) -> variable;
            case CommandLine(var option) -> option;
        };
    }
}
