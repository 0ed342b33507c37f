package dev.freshet.server.metrics;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.http.Access;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.RouteDoc;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// `GET /metrics` for Prometheus, as Grafana has it: open, or behind its own user and password.
public final class MetricsApi {
    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final MetricRegistry registry;
    private final byte[] expected;

    /// @param user empty, like `password`, when no password is asked for
    public MetricsApi(MetricRegistry registry, String user, String password) {
        this.registry = registry;
        var credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        this.expected =
                user.isEmpty() || password.isEmpty()
                        ? new byte[0]
                        : ("Basic " + Base64.getEncoder().encodeToString(credentials))
                                .getBytes(StandardCharsets.UTF_8);
    }

    public List<Route> routes() {
        return List.of(
                Route.get(
                                "/metrics",
                                Access.everybody(),
                                this::metrics,
                                RouteDoc.of("operations", "Metrics in Prometheus' text format")
                                        .answer(200, "The metrics", "text/plain", ""))
                        .blocking());
    }

    private CompletionStage<Response> metrics(Request request) {
        if (!isAllowed(request)) {
            var problem =
                    Problem.of(
                            ProblemType.UNAUTHORIZED,
                            "Metrics need the user and password of [metrics] basic_auth_username"
                                    + " and basic_auth_password.");
            return completedFuture(
                    Response.problem(problem)
                            .withHeader("WWW-Authenticate", "Basic realm=\"metrics\""));
        }
        var text = registry.text().getBytes(StandardCharsets.UTF_8);
        return completedFuture(Response.of(200, FORMAT, text));
    }

    private boolean isAllowed(Request request) {
        var given = request.header("Authorization");
        return expected.length == 0
                || (given != null
                        && MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8)));
    }
}
