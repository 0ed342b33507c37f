package dev.freshet.server;

import dev.freshet.server.cli.CommandTable;

/// The program.
public final class Freshet {
    private Freshet() {}

    /// Runs a command and ends the process with its exit code.
    public static void main(String[] args) {
        if (args.length > 0 && (args[0].equals("server") || args[0].equals("demo"))) {
            Preload.begin();
        }
        System.exit(CommandTable.commandLine(args).execute(args));
    }
}
