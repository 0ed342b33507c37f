package dev.freshet.server.cli;

import dev.freshet.server.problem.Problem;

/// The command could not do its work; the message is all that the person at the terminal needs.
public final class CommandFailure extends RuntimeException {
    public CommandFailure(String message) {
        super(message);
    }

    /// The same sentence that an HTTP client would get, with its hint.
    static CommandFailure of(Problem problem) {
        return new CommandFailure(problem.message() + " " + problem.hint());
    }
}
