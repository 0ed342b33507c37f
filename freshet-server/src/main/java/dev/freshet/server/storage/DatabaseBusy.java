package dev.freshet.server.storage;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;

/// The queue for the database is full: nothing was done, and repeating later may help.
public final class DatabaseBusy extends RuntimeException {
    private static final Problem PROBLEM =
            Problem.of(
                    ProblemType.STORAGE_BUSY,
                    "The server's database is busy; nothing was changed.",
                    "Repeat the request in a few seconds; if it lasts, look for a slow disk.");

    DatabaseBusy() {
        super(PROBLEM.message(), null, false, false);
    }

    /// What to answer.
    public Problem problem() {
        return PROBLEM;
    }
}
