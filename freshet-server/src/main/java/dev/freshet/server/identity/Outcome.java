package dev.freshet.server.identity;

import dev.freshet.server.problem.Problem;

/// What came of a change that somebody asked for.
public sealed interface Outcome<T> {
    /// It is done, and the memory of this server knows.
    record Done<T>(T value) implements Outcome<T> {}

    /// Nothing was changed.
    record Refused<T>(Problem problem) implements Outcome<T> {}
}
