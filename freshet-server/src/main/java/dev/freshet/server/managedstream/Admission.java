package dev.freshet.server.managedstream;

import dev.freshet.server.problem.Problem;

/// Whether an organisation's allowance has room for a push.
sealed interface Admission {
    /// It has; `places` new streams are set aside and have to be given back after the push.
    record Granted(int places) implements Admission {}

    record Denied(Problem problem) implements Admission {}
}
