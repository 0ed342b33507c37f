package dev.freshet.server.serverapi;

import static dev.freshet.server.serverapi.ServerApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.protocol.ClientInfo;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.server.config.ServerApiSettings;
import dev.freshet.server.config.ServerApiSettings.ErrorMode;
import dev.freshet.server.http.Execution;
import dev.freshet.server.http.Route;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The methods without a socket. One engine for all: each test has channels of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerApiTest {
    private static final String ROOM = "1/stream/room/hall";

    private final ServerApiFixture api = new ServerApiFixture();

    @AfterAll
    void close() {
        api.close();
    }

    // ---- where it runs

    /// The body of a question for a whole history is small, the answer is not.
    @Test
    void longAnswersAreNotWrittenOnTheEventLoop() {
        var off =
                api.api.routes().stream()
                        .filter(route ->
                                route.action() instanceof Route.Action.Handle handle
                                        && handle.execution() == Execution.VIRTUAL_THREAD)
                        .map(route ->
                                route.template().substring(route.template().lastIndexOf('/') + 1));

        assertThat(off).containsExactlyInAnyOrder("batch", "channels", "history", "presence");
    }

    // ---- publish

    @Test
    void publicationIsKeptByteForByteAndItsPositionAnswered() {
        var first = api.result("publish", "{\"channel\":\"stream/log/a\",\"data\":{\"t\": 1.50}}");
        var second = api.result("publish", "{\"channel\":\"stream/log/a\",\"data\":\"é\"}");

        assertThat(first.get("offset").intValue()).isEqualTo(1);
        assertThat(second.get("offset").intValue()).isEqualTo(2);
        assertThat(second.get("epoch")).isEqualTo(first.get("epoch"));
        var answer =
                api.send(
                                api.api,
                                "history",
                                "{\"channel\":\"stream/log/a\",\"limit\":-1}",
                                Map.of(),
                                Caller.KEY_HOLDER)
                        .join();
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .startsWith(
                        """
                        {"result":{"publications":[{"data":{"t": 1.50},"offset":1},{"data":"é","offset":2}],"epoch":"\
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":\"stream/plain/a\",\"data\":1}",
                "{\"channel\":\"stream/log/skip\",\"data\":1,\"skip_history\":true}"
            })
    void publicationThatIsNotKeptHasNoPosition(String body) {
        assertThat(api.result("publish", body)).isEmpty();
    }

    @Test
    void bytesArePublishedAndComeBackAsBytesWhenTheyAreNoJson() {
        api.result("publish", "{\"channel\":\"stream/log/b\",\"b64data\":\"AAEC\"}");
        api.result("publish", "{\"channel\":\"stream/log/b\",\"b64data\":\"eyJhIjoxfQ==\"}");

        var kept = api.result("history", "{\"channel\":\"stream/log/b\",\"limit\":5}");

        assertThat(kept.at("/publications/0/b64data").stringValue()).isEqualTo("AAEC");
        assertThat(kept.at("/publications/0").has("data")).isFalse();
        assertThat(kept.at("/publications/1/data/a").intValue()).isEqualTo(1);
    }

    @Test
    void repetitionWithTheSameKeyIsAnsweredAsTheFirst() {
        var body = "{\"channel\":\"stream/log/c\",\"data\":1,\"idempotency_key\":\"k\"}";

        var first = api.result("publish", body);
        var second = api.result("publish", body);

        assertThat(second).isEqualTo(first);
        assertThat(api.result("history", "{\"channel\":\"stream/log/c\"}").get("offset").intValue())
                .isEqualTo(1);
    }

    @Test
    void olderVersionIsNotPublished() {
        var publish = "{\"channel\":\"stream/log/d\",\"data\":%d,\"version\":%s}";

        api.result("publish", publish.formatted(1, "18446744073709551615"));
        api.result("publish", publish.formatted(2, "7"));

        var kept = api.result("history", "{\"channel\":\"stream/log/d\",\"limit\":-1}");
        assertThat(kept.get("publications")).hasSize(1);
    }

    @Test
    void tagsAndTheWishForDeltasGoWithThePublication() {
        api.result(
                "publish",
                "{\"channel\":\"stream/log/e\",\"data\":1,\"tags\":{\"site\":\"n\"},\"delta\":true}");

        var published = Objects.requireNonNull(api.last);
        assertThat(published.tags()).isEqualTo(Map.of("site", "n"));
        assertThat(published.patchable()).isTrue();
        var kept = api.result("history", "{\"channel\":\"stream/log/e\",\"limit\":1}");
        assertThat(kept.at("/publications/0/tags/site").stringValue()).isEqualTo("n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1/", "default/", "org-1/"})
    void everySpellingIsTheSameChannel(String prefix) {
        var before = api.result("history", "{\"channel\":\"1/stream/log/f\"}");

        api.result("publish", "{\"channel\":\"" + prefix + "stream/log/f\",\"data\":1}");

        var after = api.result("history", "{\"channel\":\"1/stream/log/f\"}");
        assertThat(after.get("offset").intValue()).isEqualTo(before.get("offset").intValue() + 1);
    }

    @Test
    void theKeyOpensEveryOrganisationAndAnAdminOnlyTheirOwn() {
        var body = "{\"channel\":\"2/stream/log/g\",\"data\":1}";

        var withKey = api.result("publish", body);
        var asAdmin = api.send(api.api, "publish", body, Map.of(), ServerApiFixture.ADMIN).join();

        assertThat(withKey.get("offset").intValue()).isEqualTo(1);
        assertThat(json(asAdmin).at("/error/code").intValue()).isEqualTo(103);
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscribe", "unsubscribe", "disconnect", "refresh"})
    void anAdminActsOnConnectionsOfTheirOrganisationOnly(String method) {
        var heard = new ArrayList<ControlCommand.ForClients>();
        api.engine
                .node()
                .cluster()
                .onClientCommand((_, command) -> heard.add((ControlCommand.ForClients) command));
        var body = "{\"user\":\"7\",\"channel\":\"stream/log/h\"}";

        api.send(api.api, method, body, Map.of(), ServerApiFixture.ADMIN).join();
        assertThat(heard).isNotEmpty().allMatch(command -> "1".equals(command.target().realm()));

        heard.clear();
        api.result(method, body);
        assertThat(heard).isNotEmpty().allMatch(command -> command.target().realm() == null);
    }

    @Test
    void fullQueueIsWaitedForAndThenNothingIsPublished() {
        api.full.add("1/stream/log/busy");

        var answer =
                api.send(
                        api.api,
                        "publish",
                        "{\"channel\":\"stream/log/busy\",\"data\":1}",
                        Map.of("X-Centrifugo-Error-Mode", "transport"),
                        Caller.KEY_HOLDER);
        boolean early = answer.isDone();
        api.timer.advance(Duration.ofSeconds(4));

        assertThat(early).isFalse();
        assertThat(answer.join().status()).isEqualTo(503);
        assertThat(answer.join().header("Retry-After")).isEqualTo("1");
        assertThat(json(answer.join()).get("code").intValue()).isEqualTo(111);
        assertThat(json(answer.join()).get("temporary").booleanValue()).isTrue();
        assertThat(
                        api.result("history", "{\"channel\":\"stream/log/busy\"}")
                                .get("offset")
                                .intValue())
                .isZero();
    }

    @Test
    void broadcastAnswersForEachChannelInOrder() {
        var answer =
                api.result(
                        "broadcast",
                        "{\"channels\":[\"stream/log/h\",\"stream/log\",\"stream/plain/h\"],\"data\":1}");

        var responses = answer.get("responses");
        assertThat(responses.at("/0/result/offset").intValue()).isEqualTo(1);
        assertThat(responses.at("/1/error/code").intValue()).isEqualTo(107);
        assertThat(responses.get(2).get("result")).isEmpty();
        assertThat(api.refusals).extracting(Problem::type).contains(ProblemType.CHANNEL_NO_PATH);
    }

    // ---- wrong requests

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "publish | {\"data\":1} | 107 | The channel is empty.",
                "publish | {\"channel\":\"stream/x\",\"data\":1} | 107 | has no path",
                "publish | {\"channel\":\"stream/x/ü\",\"data\":1} | 107 | has 'ü' at position 10",
                "publish | {\"channel\":\"nonsense/a/b\",\"data\":1} | 102 | Unknown scope",
                "publish | {\"channel\":\"3/ds/P1/b\",\"data\":1} | 102 | Data source not found",
                "publish | {\"channel\":7,\"data\":1} | 107 | \"channel\" is a number",
                "publish | {\"channel\":\"stream/x/y\"} | 107 | \"data\" is missing",
                "publish | {\"channel\":\"stream/x/y\",\"b64data\":\"%\"} | 107 | no base64",
                "publish | {\"channel\":\"stream/x/y\",\"data\":1,\"version\":-1} | 107 |"
                        + " \"version\"",
                "publish | {\"channel\":\"stream/x/y\",\"data\":1,\"tags\":{\"a\":1}} | 107 |"
                        + " \"tags.a\"",
                "publish | {\"channel\":\"stream/x/y\",\"data\":1,\"delta\":\"x\"} | 107 |"
                        + " \"delta\"",
                "broadcast | {\"data\":1} | 107 | \"channels\" is missing or empty",
                "broadcast | {\"channels\":[1],\"data\":1} | 107 | \"channels[0]\" is a number",
                "broadcast | {\"channels\":[\"a\",\"b\",\"c\",\"d\"],\"data\":1} | 106 | has 4"
                        + " entries",
                "subscribe | {\"channel\":\"stream/x/y\"} | 107 | anonymous viewers are the user",
                "subscribe | {\"user\":\"7\"} | 107 | The channel is empty",
                "subscribe |"
                    + " {\"user\":\"7\",\"channel\":\"stream/x/y\",\"override\":{\"presence\":true}}"
                    + " | 107 | \"override.presence\" is true or false; it has to be an object",
                "subscribe | {\"user\":\"7\",\"channel\":\"stream/x/y\",\"expire_at\":5} | 107 |"
                        + " and over",
                "subscribe |"
                    + " {\"user\":\"7\",\"channel\":\"stream/x/y\",\"expire_at\":1769860800000} |"
                    + " 107 | whole number from 0 to 253402300799",
                "subscribe |"
                    + " {\"user\":\"7\",\"channel\":\"stream/x/y\",\"recover_since\":{\"offset\":\"1\"}}"
                    + " | 107 | \"recover_since.offset\"",
                "unsubscribe | {\"user\":\"7\"} | 107 | The channel is empty",
                "unsubscribe | {\"user\":7,\"channel\":\"stream/x/y\"} | 107 | \"user\" is a"
                        + " number",
                "disconnect | {} | 107 | \"user\" is missing or empty",
                "disconnect | {\"user\":\"7\",\"disconnect\":{\"code\":100}} | 107 | from 3000 to"
                        + " 4999",
                "disconnect | {\"user\":\"7\",\"disconnect\":{\"reason\":\"x\"}} | 107 |"
                        + " \"disconnect.code\"",
                "disconnect | {\"user\":\"7\",\"whitelist\":\"c\"} | 107 | \"whitelist\" is text",
                "refresh | {\"client\":\"\"} | 107 | \"user\" is missing or empty",
                "refresh | {\"user\":\"7\",\"expire_at\":1} | 107 | \"expire_at\" is 1",
                "presence | {\"channel\":\"stream/plain/x\"} | 108 | keeps no list of who is"
                        + " subscribed",
                "presence_stats | {\"channel\":\"stream/plain/x\"} | 108 | presence = true",
                "presence | {} | 107 | The channel is empty",
                "history | {\"channel\":\"stream/plain/x\"} | 108 | history_size and history_ttl",
                "history | {\"channel\":\"stream/log/x\",\"limit\":\"all\"} | 107 | \"limit\" is"
                        + " text",
                "history | {\"channel\":\"stream/log/x\",\"reverse\":true,\"since\":{}} | 107 |"
                        + " before which",
                "history_remove | {\"channel\":\"stream/plain/x\"} | 108 | keeps no history",
                "channels | {\"pattern\":\"stream/[\"} | 107 | has no members",
                "channels | {\"pattern\":5} | 107 | \"pattern\" is a number",
                "rpc | {} | 107 | \"method\" is missing",
                "rpc | {\"method\":\"grafana.query\"} | 104 | no method \"grafana.query\"",
                "batch | {} | 107 | \"commands\" is missing",
                "batch | {\"commands\":[1]} | 107 | \"commands[0]\" is a number",
                "batch | {\"commands\":[{},{},{},{}]} | 106 | max_batch_commands"
            })
    void whatIsWrongIsAnsweredWithItsCodeAndASentence(
            String method, String body, int code, String sentence) {
        assertThat(api.error(method, body)).startsWith(code + " ").contains(sentence);
    }

    @Test
    void longNamesKeysAndPatternsAreRefused() {
        var longText = "x".repeat(256);

        assertThat(api.error("publish", "{\"channel\":\"stream/x/" + longText + "\",\"data\":1}"))
                .startsWith("107 ")
                .contains("at most 160");
        assertThat(
                        api.error(
                                "publish",
                                "{\"channel\":\"stream/x/y\",\"data\":1,\"idempotency_key\":\""
                                        + longText
                                        + "\"}"))
                .startsWith("107 ")
                .contains("at most 255");
        assertThat(api.error("channels", "{\"pattern\":\"" + longText + "\"}"))
                .startsWith("107 ")
                .contains("at most 255");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "[]", "{\"channel\":", "{} {}"})
    void bodyThatCannotBeReadIsAProblemWithStatus400(String body) {
        var answer = api.send(api.api, "publish", body, Map.of(), Caller.KEY_HOLDER).join();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).get("messageId").stringValue()).isEqualTo("server-api.bad-request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "publish | {\"channel\":\"stream/x\",\"data\":1} | 400 | 107",
                "publish | {\"channel\":\"nonsense/x/y\",\"data\":1} | 404 | 102",
                "publish | {\"channel\":\"stream/broken/x\",\"data\":1} | 500 | 100",
                "broadcast | {\"channels\":[\"a\",\"b\",\"c\",\"d\"],\"data\":1} | 400 | 106",
                "presence | {\"channel\":\"stream/plain/x\"} | 400 | 108",
                "history | {\"channel\":\"stream/log/x\",\"since\":{\"epoch\":\"old\"}} | 416 |"
                        + " 112",
                "rpc | {\"method\":\"x\"} | 404 | 104"
            })
    void errorsHaveAStatusOfTheirOwnWhereThatIsWanted(
            String method, String body, int status, int code) {
        var byHeader =
                api.send(
                                api.api,
                                method,
                                body,
                                Map.of("X-Centrifugo-Error-Mode", "transport"),
                                Caller.KEY_HOLDER)
                        .join();
        var bySetting =
                api.send(
                                api.api(ServerApiFixture.settings(ErrorMode.TRANSPORT, false)),
                                method,
                                body,
                                Map.of(),
                                Caller.KEY_HOLDER)
                        .join();

        assertThat(List.of(byHeader, bySetting))
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(status);
                    assertThat(json(answer).get("code").intValue()).isEqualTo(code);
                    assertThat(json(answer).get("message").stringValue()).isNotBlank();
                });
    }

    @Test
    void refusalWithStatus200IsCountedAllTheSame() {
        var answer =
                api.send(
                                api.api,
                                "history",
                                "{\"channel\":\"stream/plain/x\"}",
                                Map.of(),
                                Caller.KEY_HOLDER)
                        .join();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Objects.requireNonNull(answer.problem()).type())
                .isEqualTo(ProblemType.NO_HISTORY);
    }

    // ---- what is told

    @Test
    void presenceTellsWhoIsThere() {
        var info = Payload.ofOwnedJsonLine("{\"login\":\"ada\"}".getBytes(StandardCharsets.UTF_8));
        var presence = api.engine.node().presence();
        presence.add(ROOM, new ClientInfo("7", "c-1", info, null));
        presence.add(ROOM, new ClientInfo("7", "c-2", null, Payload.ofBytes(new byte[] {0})));

        var members = api.result("presence", "{\"channel\":\"stream/room/hall\"}").get("presence");
        var stats = api.result("presence_stats", "{\"channel\":\"stream/room/hall\"}");

        assertThat(members.at("/c-1/user").stringValue()).isEqualTo("7");
        assertThat(members.at("/c-1/conn_info/login").stringValue()).isEqualTo("ada");
        assertThat(members.at("/c-2/b64chan_info").stringValue()).isEqualTo("AA==");
        assertThat(stats.toString()).isEqualTo("{\"num_clients\":2,\"num_users\":1}");
    }

    @Test
    void emptyRoomHasAnEmptyPresence() {
        assertThat(api.result("presence", "{\"channel\":\"stream/room/empty\"}").toString())
                .isEqualTo("{\"presence\":{}}");
    }

    @Test
    void historyIsReadForwardsBackwardsAndOnlySoFar() {
        for (int i = 1; i <= 8; i++) {
            api.result("publish", "{\"channel\":\"stream/log/i\",\"data\":" + i + "}");
        }

        assertThat(offsets("")).isEmpty();
        assertThat(offsets(",\"limit\":2")).containsExactly(1, 2);
        assertThat(offsets(",\"limit\":-1")).containsExactly(1, 2, 3, 4, 5);
        assertThat(offsets(",\"limit\":100,\"since\":{\"offset\":6}")).containsExactly(7, 8);
        assertThat(offsets(",\"limit\":2,\"reverse\":true")).containsExactly(8, 7);
        assertThat(offsets(",\"limit\":9,\"reverse\":true,\"since\":{\"offset\":3}"))
                .containsExactly(2, 1);
    }

    private List<Integer> offsets(String how) {
        var answer = api.result("history", "{\"channel\":\"stream/log/i\"" + how + "}");
        assertThat(answer.get("offset").intValue()).isEqualTo(8);
        return answer.get("publications")
                .valueStream()
                .map(publication -> publication.get("offset").intValue())
                .toList();
    }

    @Test
    void removedHistoryKeepsItsPosition() {
        api.result("publish", "{\"channel\":\"stream/log/j\",\"data\":1}");

        var removed = api.result("history_remove", "{\"channel\":\"stream/log/j\"}");

        var kept = api.result("history", "{\"channel\":\"stream/log/j\",\"limit\":-1}");
        assertThat(removed).isEmpty();
        assertThat(kept.get("publications")).isEmpty();
        assertThat(kept.get("offset").intValue()).isEqualTo(1);
    }

    @Test
    void infoTellsThisNodeWithItsMetricsAndProcess() {
        api.metrics.counters(
                "grafana_live_node_action_count", "", "action", () -> Map.of("connect", 3L));
        api.metrics.gauge("grafana_live_none", "", () -> Double.NaN);
        api.metrics.gauge("process_open_fds", "", () -> 9);

        var node = api.result("info", "").at("/nodes/0");

        assertThat(node.get("uid").stringValue()).isEqualTo(api.engine.node().cluster().nodeId());
        assertThat(node.propertyNames())
                .containsExactly(
                        "uid",
                        "name",
                        "version",
                        "num_clients",
                        "num_users",
                        "num_subs",
                        "num_channels",
                        "uptime",
                        "metrics",
                        "process");
        assertThat(node.get("metrics"))
                .hasToString(
                        """
                        {"interval":0,"items":{"grafana_live_node_action_count{action=\\"connect\\"}":3.0}}\
                        """);
        assertThat(node.at("/process").propertyNames()).containsExactly("cpu", "rss");
    }

    @Test
    void pingIsAnsweredAsOnTheSocket() {
        assertThat(api.result("rpc", "{\"method\":\"ping\",\"params\":{\"a\":1}}")).isEmpty();
    }

    @Test
    void whereNobodyIsSubscribedThereAreNoChannels() {
        assertThat(api.result("channels", "{}").toString()).isEqualTo("{\"channels\":{}}");
    }

    // ---- batch

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void batchRepliesComeInTheOrderOfTheCommands(boolean parallel) {
        api.full.add("1/stream/plain/slow");
        var batch =
                api.send(
                        api.api,
                        "batch",
                        """
                        {"parallel":%b,"commands":[
                          {"publish":{"channel":"stream/plain/slow","data":1}},
                          {"info":{}},
                          {"nothing":{}}]}\
                        """
                                .formatted(parallel),
                        Map.of("X-Centrifugo-Error-Mode", "transport"),
                        Caller.KEY_HOLDER);
        boolean early = batch.isDone();
        api.full.remove("1/stream/plain/slow");
        api.timer.advance(Duration.ofSeconds(1));

        assertThat(early).isFalse();
        assertThat(batch.join().status()).isEqualTo(200);
        var replies = json(batch.join()).get("replies");
        assertThat(replies.get(0).toString()).isEqualTo("{\"publish\":{}}");
        assertThat(replies.get(1).at("/info/nodes")).hasSize(1);
        assertThat(replies.get(2).at("/error/code").intValue()).isEqualTo(104);
        assertThat(replies.get(2).at("/error/message").stringValue())
                .contains("but nothing", "publish, broadcast");
    }

    @Test
    void commandsOfABatchFailEachForItself() {
        var replies =
                api.post(
                                "batch",
                                """
                                {"commands":[
                                  {"publish":{"channel":"stream/broken/x","data":1}},
                                  {"publish":null},
                                  {"publish":{"channel":"stream/log/k","data":1}}]}\
                                """)
                        .get("replies");

        assertThat(replies.at("/0/error/code").intValue()).isEqualTo(100);
        assertThat(replies.at("/0/error/message").stringValue()).contains("reference");
        assertThat(replies.at("/1/error/code").intValue()).isEqualTo(107);
        assertThat(replies.at("/2/publish/offset").intValue()).isEqualTo(1);
    }

    @Test
    void batchInABatchIsNoMethod() {
        var answer = api.post("batch", "{\"commands\":[{\"batch\":{\"commands\":[]}}]}");

        assertThat(answer.at("/replies/0/error/code").intValue()).isEqualTo(104);
    }

    @Test
    void longBatchInTurnDoesNotOverflowTheStack() {
        var settings = ServerApiFixture.settings(ErrorMode.REPLY, false);
        var roomy =
                new ServerApiSettings(
                        true,
                        settings.key(),
                        false,
                        false,
                        ErrorMode.REPLY,
                        "",
                        -1,
                        1 << 20,
                        20_000,
                        3,
                        5);
        var commands =
                String.join(",", Collections.nCopies(20_000, "{\"rpc\":{\"method\":\"ping\"}}"));

        var answer =
                api.send(
                                api.api(roomy),
                                "batch",
                                "{\"commands\":[" + commands + "]}",
                                Map.of(),
                                Caller.KEY_HOLDER)
                        .join();

        assertThat(json(answer).get("replies")).hasSize(20_000);
    }

    // ---- routes

    @Test
    void centrifugosPathsAreThereWhenTheyAreWanted() {
        var methods = api.api.routes().stream().map(Route::template).toList();
        var both =
                api.api(ServerApiFixture.settings(ErrorMode.REPLY, true)).routes().stream()
                        .map(Route::template)
                        .toList();

        assertThat(methods).hasSize(15).allMatch(path -> path.startsWith("/api/live/server/"));
        assertThat(both)
                .hasSize(29)
                .containsAll(methods)
                .contains("/api/publish", "/api/history_remove", "/api/batch");
    }
}
