package dev.freshet.server.metrics;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.http.Access;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.RouteDoc;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// `/api/health` as Grafana has it, `/healthz` (the process answers) and `/readyz` (it should get
/// traffic).
public final class HealthApi {
    private static final JsonFactory JSON = new JsonFactory();

    private static final String SERVER = "server";

    private final String version;
    private final List<HealthCheck> checks;
    private final BooleanSupplier accepting;

    /// @param accepting false before the start is complete and after a shutdown began
    public HealthApi(String version, List<HealthCheck> checks, BooleanSupplier accepting) {
        this.version = version;
        this.checks = List.copyOf(checks);
        this.accepting = accepting;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/health", Access.everybody(), this::health, doc("How the server is"))
                        .blocking(),
                Route.get(
                        "/healthz",
                        Access.everybody(),
                        _ -> completedFuture(Response.text(200, "Ok")),
                        RouteDoc.of("operations", "The process answers")
                                .answer(200, "Always", "text/plain", "")),
                Route.get(
                                "/readyz",
                                Access.everybody(),
                                this::ready,
                                doc("Whether traffic should come here"))
                        .blocking());
    }

    private CompletionStage<Response> health(Request request) {
        return completedFuture(report(failing()));
    }

    private CompletionStage<Response> ready(Request request) {
        var failing = failing();
        if (!accepting.getAsBoolean()) {
            failing.put(SERVER, "The server is starting or shutting down.");
        }
        return completedFuture(report(failing));
    }

    private Map<String, String> failing() {
        var failing = new TreeMap<String, String>();
        for (var check : checks) {
            var trouble = check.trouble().get();
            if (!trouble.isEmpty()) {
                failing.put(check.name(), trouble);
            }
        }
        return failing;
    }

    private Response report(Map<String, String> failing) {
        boolean fails =
                failing.containsKey(SERVER)
                        || checks.stream()
                                .filter(HealthCheck::isVital)
                                .anyMatch(check -> failing.containsKey(check.name()));
        var bytes = new ByteArrayOutputStream(256);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("version", version);
            json.writeStringProperty(
                    "status", fails ? "failing" : failing.isEmpty() ? "ok" : "degraded");
            for (var check : checks) {
                json.writeStringProperty(check.name(), failing.getOrDefault(check.name(), "ok"));
            }
            if (failing.containsKey(SERVER)) {
                json.writeStringProperty(SERVER, failing.getOrDefault(SERVER, ""));
            }
            json.writeEndObject();
        }
        return Response.json(fails ? 503 : 200, bytes.toByteArray());
    }

    private static RouteDoc doc(String summary) {
        return RouteDoc.of("operations", summary)
                .answer(
                        200,
                        "It works; degraded when something that can be done without does not",
                        "application/json",
                        "{\"type\":\"object\"}")
                .answer(
                        503,
                        "It does not; the body says why",
                        "application/json",
                        "{\"type\":\"object\"}");
    }
}
