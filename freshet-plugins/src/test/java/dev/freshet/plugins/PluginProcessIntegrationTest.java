package dev.freshet.plugins;

import static dev.freshet.plugins.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshet.source.DataSource;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamStatus;
import dev.freshet.source.StreamUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// The whole contract with a process, and every way in which one goes wrong.
class PluginProcessIntegrationTest {
    private static final CallContext NOBODY = new CallContext(1, null, null, Map.of());

    @TempDir Path temporary;

    private @Nullable PluginHost host;

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
    void answersTheThreeCallsOfAStream() throws Exception {
        BackendPlugin plugin = javaPlugin("");

        assertThat(plugin.status().state()).isEqualTo(PluginState.NOT_STARTED);
        assertThat(plugin.streams().subscribeStream(request("plain")).initialData()).isNull();
        assertThat(plugin.status().state()).isEqualTo(PluginState.RUNNING);
        assertThat(plugin.streams().subscribeStream(request("cpu")).initialData())
                .isEqualTo(RawJson.of("{\"schema\":{}}"));
        assertThat(plugin.streams().subscribeStream(request("missing")).status())
                .isEqualTo(StreamStatus.NOT_FOUND);
        assertThat(plugin.streams().subscribeStream(request("secret")).status())
                .isEqualTo(StreamStatus.PERMISSION_DENIED);

        assertThat(plugin.streams().publishStream(publication("talk", "{\"a\":1}")).data())
                .isEqualTo(RawJson.of("[{\"a\":1}]"));
        assertThat(plugin.streams().publishStream(publication("handled", "1")).data()).isNull();
        assertThat(plugin.streams().publishStream(publication("missing", "1")).status())
                .isEqualTo(StreamStatus.NOT_FOUND);
        assertThat(plugin.streams().publishStream(publication("secret", "1")).status())
                .isEqualTo(StreamStatus.PERMISSION_DENIED);

        var received = new Packets();
        plugin.streams().runStream(request("count/3"), received);
        assertThat(received.texts()).containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
        assertThat(new String(plugin.collectMetrics(), UTF_8)).isEqualTo("up 1\n");
    }

    @Test
    void tellsThePluginOnWhoseBehalfItIsCalled() throws Exception {
        BackendPlugin plugin = javaPlugin("");
        var source =
                new DataSource(
                        42,
                        "P42",
                        "test",
                        "Forty-two",
                        "http://db",
                        "u",
                        "d",
                        true,
                        "bu",
                        RawJson.of("{\"x\":1}"),
                        Map.of("password", "hush"),
                        Instant.ofEpochMilli(1234));

        String context =
                plugin.checkHealth(
                                new CallContext(
                                        2,
                                        new StreamUser("ada", "Ada", "ada@example.org", "Editor"),
                                        source,
                                        Map.of()))
                        .message();
        String ofOne = plugin.checkHealth(new CallContext(1, null, null, Map.of())).message();

        assertThat(context)
                .contains(
                        "orgId: 2",
                        "pluginId: \"test\"",
                        "login: \"ada\"",
                        "role: \"Editor\"",
                        "id: 42",
                        "uid: \"P42\"",
                        "jsonData: \"{\\\"x\\\":1}\"",
                        "\"hush\"",
                        "lastUpdatedMS: 1234",
                        "pluginVersion: \"1.2.3\"",
                        "userAgent: \"Grafana/12.0.0 ("
                                + Platform.OS
                                + "; "
                                + Platform.ARCH
                                + ")\"",
                        "namespace: \"org-2\"",
                        "value: \"a,b\"",
                        "GF_SQL_MAX_OPEN_CONNS_DEFAULT");
        assertThat(ofOne)
                .contains("namespace: \"default\"")
                .doesNotContain("user {", "SourceInstance");
    }

    @Test
    void answersQueriesInTheFormatAskedForOrInArrow() throws Exception {
        BackendPlugin plugin = javaPlugin("");

        Map<String, QueryReply.Answer> answers =
                plugin.queryData(
                                new CallContext(1, null, null, Map.of()),
                                List.of(query("A", ""), query("B", "arrow"), query("C", "bad")))
                        .answers();

        assertThat(answer(answers, "A").format()).isEqualTo(QueryReply.Format.JSON);
        assertThat(answer(answers, "A").frames().getFirst()).asString().isEqualTo("{\"q\":1}");
        assertThat(answer(answers, "B").format()).isEqualTo(QueryReply.Format.ARROW);
        assertThat(answer(answers, "C").error()).isEqualTo("no such table");
        assertThat(answer(answers, "C").status()).isEqualTo(400);
    }

    @Test
    void answersRequestsInOnePieceOrMany() throws Exception {
        BackendPlugin plugin = javaPlugin("");

        ResourceReply echo = plugin.callResource(NOBODY, resource("echo/a b"));
        ResourceReply binary = plugin.callResource(NOBODY, resource("binary"));
        ResourceReply missing = plugin.callResource(NOBODY, resource("status/404"));

        assertThat(new String(echo.body(), UTF_8))
                .contains(
                        "path: \"echo/a b\"",
                        "method: \"PATCH\"",
                        "url: \"echo/a%20b?x=1\"",
                        "key: \"Accept\"",
                        "values: \"text/html\"",
                        "values: \"text/plain\"",
                        "body 3 abc");
        assertThat(binary.body()).hasSize(256).startsWith(0, 1, 2).endsWith(254, 255);
        assertThat(binary.headers())
                .isEqualTo(Map.of("content-type", List.of("application/octet-stream")));
        assertThat(missing.status()).isEqualTo(404);
    }

    @Test
    void anAnswerThatIsTooLongOrNoneIsAnError() throws Exception {
        PluginFolder.java(temporary.resolve("plugins"), "test");
        BackendPlugin plugin =
                started(PluginFolder.options(temporary, "").maxPacketBytes(2_500_000));

        assertThat(plugin.callResource(NOBODY, resource("large/2")).body()).hasSize(2_000_000);
        assertThatThrownBy(() -> plugin.callResource(NOBODY, resource("large/3")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("more than 2500000 bytes in CallResource for large/3");
        assertThatThrownBy(() -> plugin.callResource(NOBODY, resource("nothing")))
                .isInstanceOf(SourceException.class)
                .hasMessage(
                        "Plugin \"test\" failed in CallResource for nothing: it answered nothing");
        assertThatThrownBy(() -> plugin.callResource(NOBODY, resource("error")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("no database");
        assertThatThrownBy(() -> plugin.callResource(NOBODY, resource("crash")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("went away during CallResource for crash");
    }

    @Test
    void aRequestThatIsNotAnsweredEndsAfterSixTimesTheTimeOfACall() throws Exception {
        PluginFolder.java(temporary.resolve("plugins"), "test");
        BackendPlugin plugin =
                started(PluginFolder.options(temporary, "").callTimeout(Duration.ofMillis(500)));

        assertThatThrownBy(() -> plugin.callResource(NOBODY, resource("hang")))
                .isInstanceOf(SourceException.class)
                .hasMessage("Plugin \"test\" did not answer CallResource for hang within 3 s");
    }

    @Test
    void interruptingTheThreadCancelsARequest() throws Exception {
        BackendPlugin plugin = javaPlugin("");
        plugin.checkHealth(NOBODY);
        var end = new CompletableFuture<@Nullable Throwable>();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                plugin.callResource(NOBODY, resource("hang"));
                                end.complete(null);
                            } catch (Exception e) {
                                end.complete(e);
                            }
                        });

        caller.interrupt();

        assertThat(end.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void speaksTcpToAPluginThatListensThere() throws Exception {
        BackendPlugin plugin = javaPlugin("tcp");
        var received = new Packets();

        plugin.streams().runStream(request("count/2"), received);

        assertThat(received.texts()).hasSize(2);
    }

    @Test
    void whatThePluginSaysIsTheExplanation() throws Exception {
        BackendPlugin plugin = javaPlugin("");

        assertThatThrownBy(() -> plugin.streams().subscribeStream(request("error")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("cannot subscribe to other organization");
        assertThatThrownBy(() -> plugin.streams().subscribeStream(request("broken")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("not JSON");
        assertThatThrownBy(() -> plugin.streams().subscribeStream(request("strange")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("status 77");
        assertThatThrownBy(() -> plugin.streams().runStream(request("error"), new Packets()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("broker unreachable");
    }

    @Test
    void aPluginWithoutTheStreamServiceDoesNotStream() throws Exception {
        BackendPlugin plugin = javaPlugin("no-stream");

        assertThatThrownBy(() -> plugin.streams().subscribeStream(request("cpu")))
                .isInstanceOf(SourceException.class)
                .hasMessage("Plugin \"test\" does not stream");
        assertThat(plugin.checkHealth(new CallContext(1, null, null, Map.of())).status())
                .isEqualTo(HealthReply.Status.OK);
    }

    @Test
    void packetsThatAreNotJsonAreDroppedAndCounted() throws Exception {
        BackendPlugin plugin = javaPlugin("");
        var received = new Packets();

        plugin.streams().runStream(request("broken"), received);

        assertThat(received.texts()).containsExactly("{\"n\":1}", "{\"n\":4}");
        assertThat(plugin.status().droppedPackets()).isEqualTo(3);
    }

    @Test
    void aFloodArrivesCompleteAndInOrder() throws Exception {
        BackendPlugin plugin = javaPlugin("");
        var received = new Packets();

        plugin.streams().runStream(request("flood/50000"), received);

        List<String> texts = received.texts();
        assertThat(texts).hasSize(50_000);
        for (int n = 1; n <= 50_000; n++) {
            assertThat(texts.get(n - 1)).endsWith("[[" + n + "]]}}");
        }
    }

    @Test
    void aPacketOf20MegabytesArrivesAndALargerOneEndsTheStream() throws Exception {
        BackendPlugin plugin = javaPlugin("");
        var received = new Packets();

        plugin.streams().runStream(request("large/20000000"), received);

        assertThat(received.texts().getFirst()).hasSize(20_000_000);
        assertThatThrownBy(() -> plugin.streams().runStream(request("large/33600000"), received))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("sent more than 33554432 bytes");
        assertThat(plugin.status().state()).isEqualTo(PluginState.RUNNING);
    }

    @Test
    void interruptingTheThreadCancelsTheStream() throws Exception {
        BackendPlugin plugin = javaPlugin("");
        var received = new Packets();
        var end = new CompletableFuture<@Nullable Throwable>();
        Thread runner =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                plugin.streams().runStream(request("forever"), received);
                                end.complete(null);
                            } catch (Exception e) {
                                end.complete(e);
                            }
                        });
        eventually(() -> received.texts().size() == 1, () -> "no packet");

        runner.interrupt();

        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        eventually(
                () -> plugin.status().lastErrorLine().contains("stream cancelled"),
                () -> plugin.status().toString());
    }

    @Test
    void aCallThatHangsEndsAfterItsTime() throws Exception {
        PluginFolder.java(temporary.resolve("plugins"), "test");
        BackendPlugin plugin =
                started(PluginFolder.options(temporary, "").callTimeout(Duration.ofSeconds(1)));
        plugin.checkHealth(new CallContext(1, null, null, Map.of()));

        assertThatThrownBy(() -> plugin.streams().subscribeStream(request("hang")))
                .isInstanceOf(SourceException.class)
                .hasMessage("Plugin \"test\" did not answer SubscribeStream for hang within 1 s");
    }

    @Test
    void aPluginThatCrashesIsStartedAgain() throws Exception {
        BackendPlugin plugin = javaPlugin("");
        var changes = new LinkedBlockingQueue<String>();
        plugin.streams().subscribeStream(request("cpu"));
        hostOf().onChange(changes::add);

        assertThatThrownBy(() -> plugin.streams().runStream(request("crash"), new Packets()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("went away during RunStream for crash");
        eventually(
                () -> plugin.status().state() == PluginState.WAITING,
                () -> plugin.status().toString());
        assertThatThrownBy(() -> plugin.streams().subscribeStream(request("cpu")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("has exited once, last with status 9: out of luck");
        assertThat(changes.take()).isEqualTo("test");
        assertThat(changes.take()).isEqualTo("test");

        assertThat(plugin.streams().subscribeStream(request("cpu")).status())
                .isEqualTo(StreamStatus.OK);
        assertThat(plugin.status().restarts()).isEqualTo(1);
        assertThat(plugin.status().lastExitStatus()).hasValue(9);
    }

    @Test
    void aPluginThatNoLongerAnswersIsStartedAgain() throws Exception {
        PluginFolder.java(temporary.resolve("plugins"), "test");
        BackendPlugin plugin =
                started(
                        PluginFolder.options(temporary, "")
                                .callTimeout(Duration.ofSeconds(2))
                                .probeInterval(Duration.ofMillis(100)));
        plugin.checkHealth(new CallContext(1, null, null, Map.of()));
        long pid = plugin.status().pid().orElseThrow();
        var log = (Logger) LoggerFactory.getLogger(SupervisedPlugin.class);
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        log.addAppender(appender);

        try {
            new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();

            eventually(() -> plugin.status().exits() == 1, () -> plugin.status().toString());
        } finally {
            log.detachAppender(appender);
        }
        assertThat(List.copyOf(appender.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(line ->
                        assertThat(line)
                                .contains(
                                        "status 137 (signal 9): it did not say whether it serves"
                                                + " and was ended"));
        assertThat(plugin.status().lastExitStatus()).hasValue(137);
    }

    @Test
    void aPanicIsRememberedByItsFirstLine() throws Exception {
        BackendPlugin plugin = javaPlugin("");

        assertThatThrownBy(() -> plugin.streams().subscribeStream(request("panic")))
                .isInstanceOf(SourceException.class);
        eventually(() -> plugin.status().exits() == 1, () -> plugin.status().toString());

        assertThat(plugin.status().lastErrorLine())
                .isEqualTo("panic: assignment to entry in nil map");
    }

    @Test
    void aPluginThatPrintsWithoutEndGoesOnWorking() throws Exception {
        BackendPlugin plugin = javaPlugin("noisy");

        for (int i = 0; i < 20; i++) {
            assertThat(plugin.streams().subscribeStream(request("cpu")).status())
                    .isEqualTo(StreamStatus.OK);
        }
    }

    @Test
    void aPluginThatDoesNotLeaveIsKilled() throws Exception {
        BackendPlugin plugin = javaPlugin("stubborn");
        plugin.streams().subscribeStream(request("cpu"));
        long pid = plugin.status().pid().orElseThrow();

        hostOf().close();

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(plugin.status().state()).isEqualTo(PluginState.CLOSED);
        assertThatThrownBy(() -> plugin.streams().subscribeStream(request("cpu")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("the server stops");
    }

    private BackendPlugin javaPlugin(String mode) throws Exception {
        PluginFolder.java(temporary.resolve("plugins"), "test");
        return started(PluginFolder.options(temporary, mode));
    }

    private BackendPlugin started(PluginHostOptions.Builder options) {
        host =
                PluginHost.start(
                        options.grafanaConfig(
                                        new TreeMap<>(
                                                Map.of(
                                                        "GF_INSTANCE_FEATURE_TOGGLES_ENABLE",
                                                        "b, a")))
                                .build());
        return host.plugin("test").orElseThrow();
    }

    private PluginHost hostOf() {
        return Objects.requireNonNull(host);
    }

    private static ResourceRequest resource(String path) {
        return new ResourceRequest(
                "PATCH",
                path,
                path.replace(" ", "%20") + "?x=1",
                Map.of("Accept", List.of("text/html", "text/plain")),
                "abc".getBytes(UTF_8));
    }

    private static StreamRequest request(String path) {
        return new StreamRequest(1, null, null, path, null, Map.of());
    }

    private static StreamRequest publication(String path, String json) {
        return new StreamRequest(1, null, null, path, RawJson.of(json), Map.of());
    }

    private static QueryReply.Answer answer(Map<String, QueryReply.Answer> answers, String id) {
        return Objects.requireNonNull(answers.get(id));
    }

    private static PluginQuery query(String refId, String type) {
        return new PluginQuery(
                refId,
                type,
                100,
                Duration.ofSeconds(1),
                Instant.EPOCH,
                Instant.EPOCH,
                RawJson.of("{\"q\":1}"));
    }
}
