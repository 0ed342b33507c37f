package dev.freshet.plugins;

import static dev.freshet.plugins.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.DataSource;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamStatus;
import dev.freshet.source.SubscribeReply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract with an unmodified plugin written in Go with Grafana's SDK.
class GoPluginIntegrationTest {
    private static final byte[] NOTHING = {};

    @TempDir Path temporary;

    private @Nullable PluginHost host;

    @BeforeEach
    void install() throws Exception {
        GoPlugin.install(temporary.resolve("plugins"));
    }

    @AfterEach
    void endsEverythingAndLeavesNoFile() throws Exception {
        if (host == null) {
            return;
        }
        List<Long> pids =
                host.plugins().stream().flatMap(status -> status.pid().stream().boxed()).toList();
        host.close();
        assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
        try (var left = Files.list(temporary.resolve("run"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void subscribesWithASchemaAndPublishes() throws Exception {
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));

        SubscribeReply reply = plugin.streams().subscribeStream(request("rate/10"));

        assertThat(reply.status()).isEqualTo(StreamStatus.OK);
        assertThat(reply.initialData()).asString().contains("\"schema\"").contains("\"n\"");
        assertThat(plugin.streams().subscribeStream(request("secret")).status())
                .isEqualTo(StreamStatus.PERMISSION_DENIED);
        assertThat(plugin.streams().subscribeStream(request("none")).status())
                .isEqualTo(StreamStatus.NOT_FOUND);
        assertThatThrownBy(() -> plugin.streams().subscribeStream(request("namespace")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("cannot subscribe to org-2");
        var publication = new StreamRequest(2, null, source(), "talk", RawJson.of("[1]"), Map.of());
        assertThat(plugin.streams().publishStream(publication).data()).isEqualTo(RawJson.of("[1]"));
    }

    @Test
    void runsAStreamUntilItsThreadIsInterrupted() throws Exception {
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));
        var received = new Packets();
        var end = new CompletableFuture<@Nullable Throwable>();
        Thread runner =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                plugin.streams().runStream(request("rate/100"), received);
                                end.complete(null);
                            } catch (Exception e) {
                                end.complete(e);
                            }
                        });
        eventually(() -> received.texts().size() >= 20, () -> "got " + received.texts().size());

        runner.interrupt();

        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(received.texts().getFirst()).contains("\"values\":[[1],[1]]");
    }

    @Test
    void aFloodArrivesCompleteAndInOrder() throws Exception {
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));
        var received = new Packets();

        plugin.streams().runStream(request("flood/100000"), received);

        List<String> texts = received.texts();
        assertThat(texts).hasSize(100_000);
        for (int n = 1; n <= texts.size(); n++) {
            assertThat(texts.get(n - 1))
                    .isEqualTo("{\"data\":{\"values\":[[" + n + "],[" + n + "]]}}");
        }
    }

    @Test
    void aPanicInsideACallAndAnErrorAreToldAndTheProcessLivesOn() throws Exception {
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));

        assertThatThrownBy(() -> plugin.streams().runStream(request("panic"), new Packets()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("a panic inside of a call");
        assertThatThrownBy(() -> plugin.streams().runStream(request("error"), new Packets()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("broker unreachable");
        assertThat(plugin.status().exits()).isZero();
    }

    @Test
    void answersHealthQueriesAndMetrics() throws Exception {
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));
        var context = new CallContext(2, null, source(), Map.of());

        HealthReply health = plugin.checkHealth(context);
        QueryReply reply =
                plugin.queryData(
                        context,
                        List.of(
                                new PluginQuery(
                                        "A",
                                        "",
                                        7,
                                        Duration.ofSeconds(1),
                                        Instant.EPOCH,
                                        Instant.EPOCH,
                                        RawJson.of("{}"))));

        assertThat(health.status()).isEqualTo(HealthReply.Status.OK);
        assertThat(health.jsonDetails())
                .contains("\"uid\":\"P42\"", "\"password\":\"hush\"", "\"namespace\":\"org-2\"")
                .contains("\"agent\":\"Grafana/12.0.0");
        QueryReply.Answer answer = Objects.requireNonNull(reply.answers().get("A"));
        assertThat(answer.format()).isEqualTo(QueryReply.Format.JSON);
        assertThat(answer.frames().getFirst()).asString(UTF_8).contains("\"values\":[[7],[7]]");
        assertThat(new String(plugin.collectMetrics(), UTF_8)).contains("go_goroutines");
    }

    @Test
    void answersRequests() throws Exception {
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));
        var context = new CallContext(2, null, source(), Map.of());
        var request =
                new ResourceRequest(
                        "PUT",
                        "echo/a b",
                        "echo/a%20b?x=1&x=2",
                        Map.of("Content-Type", List.of("text/plain"), "X-Own", List.of("y")),
                        new byte[] {0, 1, (byte) 255});

        ResourceReply echo = plugin.callResource(context, request);
        ResourceReply missing =
                plugin.callResource(
                        context, new ResourceRequest("GET", "none", "none", Map.of(), NOTHING));

        assertThat(echo.status()).isEqualTo(201);
        assertThat(echo.headers()).containsEntry("X-Path", List.of("PUT /echo/a b [1 2] y P42"));
        assertThat(echo.body()).containsExactly(0, 1, 255);
        assertThat(missing.status()).isEqualTo(404);
    }

    @Test
    void provesWhoItIsByMutualTls() throws Exception {
        BackendPlugin plugin = start(PluginFolder.options(temporary, "").mutualTls(true));
        var received = new Packets();

        plugin.streams().runStream(request("flood/1000"), received);

        assertThat(received.texts()).hasSize(1000);
    }

    @Test
    void aKilledProcessIsStartedAgain() throws Exception {
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));
        plugin.streams().subscribeStream(request("rate/1"));

        ProcessHandle.of(plugin.status().pid().orElseThrow()).orElseThrow().destroyForcibly();

        eventually(() -> plugin.status().restarts() == 1, () -> plugin.status().toString());
        assertThat(plugin.streams().subscribeStream(request("rate/1")).status())
                .isEqualTo(StreamStatus.OK);
        assertThat(plugin.status().lastExitStatus()).hasValue(137);
    }

    private BackendPlugin start(PluginHostOptions.Builder options) {
        host = PluginHost.start(options.build());
        return host.plugin("test").orElseThrow();
    }

    private static StreamRequest request(String path) {
        return new StreamRequest(2, null, source(), path, null, Map.of());
    }

    private static DataSource source() {
        return new DataSource(
                42,
                "P42",
                "test",
                "Forty-two",
                "",
                "",
                "",
                false,
                "",
                RawJson.of("{}"),
                Map.of("password", "hush"),
                Instant.ofEpochMilli(1234));
    }
}
