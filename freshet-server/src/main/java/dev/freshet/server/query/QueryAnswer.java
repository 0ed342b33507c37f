package dev.freshet.server.query;

import dev.freshet.server.problem.Problem;

/// What came of a request with queries.
public sealed interface QueryAnswer {
    /// As Grafana answers.
    ///
    /// @param status 400 when a query failed
    /// @param json `{"results": {"A": {"status", "frames", "error"}}}`
    @SuppressWarnings("ArrayRecordComponent") // written out at once
    record Answered(int status, byte[] json) implements QueryAnswer {}

    /// The body is wrong.
    record Refused(Problem problem) implements QueryAnswer {}
}
