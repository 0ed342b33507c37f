package dev.freshet.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperationsApiTest {
    private final AtomicReference<String> trouble = new AtomicReference<>("");
    private final AtomicReference<String> smallTrouble = new AtomicReference<>("");
    private final AtomicBoolean accepting = new AtomicBoolean(true);
    private final HealthApi health =
            new HealthApi(
                    "1.2.3",
                    List.of(
                            HealthCheck.vital("database", trouble::get),
                            HealthCheck.degrading("provisioning", smallTrouble::get)),
                    accepting::get);

    private static Response get(List<Route> routes, String path, @Nullable String authorization) {
        var request =
                new Request(
                        "GET",
                        path,
                        Map.of(),
                        _ -> null,
                        _ -> authorization,
                        new InetSocketAddress(1),
                        null,
                        new byte[0]);
        for (var route : routes) {
            if (route.template().equals(path)
                    && route.action() instanceof Route.Action.Handle handle) {
                return handle.handler().handle(request).toCompletableFuture().join();
            }
        }
        throw new AssertionError("no route " + path);
    }

    @Test
    void healthyServerSaysOk() {
        assertThat(get(health.routes(), "/api/health", null).body())
                .asString()
                .isEqualTo(
                        "{\"version\":\"1.2.3\",\"status\":\"ok\",\"database\":\"ok\","
                                + "\"provisioning\":\"ok\"}");
        assertThat(get(health.routes(), "/readyz", null).status()).isEqualTo(200);
        assertThat(get(health.routes(), "/healthz", null).body()).asString().isEqualTo("Ok");
    }

    @Test
    void failingCheckSaysWhatIsWrong() {
        trouble.set("The database file is read-only.");

        var response = get(health.routes(), "/api/health", null);

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.body())
                .asString()
                .contains("failing", "The database file is read-only.");
    }

    @Test
    void whatCanBeDoneWithoutLeavesTheServerReady() {
        smallTrouble.set("Some files are wrong.");

        var response = get(health.routes(), "/api/health", null);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).asString().contains("degraded", "Some files are wrong.");
        assertThat(get(health.routes(), "/readyz", null).status()).isEqualTo(200);
    }

    @Test
    void serverThatShutsDownIsNotReadyButHealthy() {
        accepting.set(false);

        assertThat(get(health.routes(), "/readyz", null).status()).isEqualTo(503);
        assertThat(get(health.routes(), "/api/health", null).status()).isEqualTo(200);
    }

    @Test
    void metricsAskForTheirPasswordWhenOneIsSet() {
        var registry = new MetricRegistry();
        registry.gauge("a", "Level.", () -> 1);
        var routes = new MetricsApi(registry, "prometheus", "sesame").routes();
        var right =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        "prometheus:sesame".getBytes(StandardCharsets.UTF_8));

        assertThat(get(routes, "/metrics", null).status()).isEqualTo(401);
        assertThat(get(routes, "/metrics", right + "x").status()).isEqualTo(401);
        assertThat(get(routes, "/metrics", right).body()).asString().contains("a 1\n");
    }

    @Test
    void metricsAreOpenWithoutPassword() {
        var routes = new MetricsApi(new MetricRegistry(), "", "").routes();

        assertThat(get(routes, "/metrics", null).status()).isEqualTo(200);
    }
}
