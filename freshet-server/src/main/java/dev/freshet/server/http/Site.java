package dev.freshet.server.http;

import dev.freshet.server.auth.Authenticator;
import dev.freshet.server.problem.Problem;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// What all connections of a server share: the routes, who may use them, and the limits.
///
/// @param virtualThreads starts a virtual thread for each blocking request
/// @param refusals told of every answer that is a [Problem], on the loop; must not block
public record Site(
        Router router,
        Authenticator authenticator,
        OriginCheck origins,
        HttpLimits limits,
        Executor virtualThreads,
        Consumer<Problem> refusals) {}
