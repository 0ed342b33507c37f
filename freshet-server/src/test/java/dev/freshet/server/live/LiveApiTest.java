package dev.freshet.server.live;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.channel.AddressPattern;
import dev.freshet.server.channel.ChannelRule;
import dev.freshet.server.channel.ChannelRules;
import dev.freshet.server.channel.Channels;
import dev.freshet.server.channel.InitialData;
import dev.freshet.server.channel.Json;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.channel.Patience;
import dev.freshet.server.channel.Scopes;
import dev.freshet.server.channel.StreamHandler;
import dev.freshet.server.channel.TestScopes;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LiveApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Json SCHEMA = Json.of("{\"name\":\"cpu\",\"fields\":[]}");

    private final List<String> published = new ArrayList<>();
    private final Queue<PublishOutcome> outcomes = new ArrayDeque<>();
    private final ManualTimer timer = new ManualTimer();
    private final TestDirectory directory = new TestDirectory();
    private final LiveApi api = api(true);

    private LiveApi api(boolean samples) {
        var channels =
                new Channels(
                        Map.of(
                                "stream", Scopes.stream(new StreamHandler(_ -> InitialData.NONE)),
                                "ds", TestScopes.noDatasources()),
                        new ChannelRules(
                                List.of(
                                        new ChannelRule(
                                                "demo",
                                                AddressPattern.compile("stream/demo/*"),
                                                null,
                                                Role.VIEWER))));
        var patience = new Patience(timer, Duration.ofSeconds(3), Duration.ofSeconds(1));
        return new LiveApi(channels, this::publish, directory, patience, 1 << 20, samples);
    }

    private CompletionStage<PublishOutcome> publish(String channel, Json json, String key) {
        published.add((channel + " " + json + " " + key).strip());
        var outcome = outcomes.poll();
        return completedFuture(outcome == null ? PublishOutcome.PUBLISHED : outcome);
    }

    private static final class TestDirectory implements LiveDirectory {
        final List<ListedChannel> entries = new ArrayList<>();
        @Nullable Problem refusal;

        @Override
        public List<ListedChannel> list(long orgId) {
            return entries;
        }

        @Override
        public Optional<ChannelFacts> facts(OrgChannel channel) {
            return entries.stream()
                    .filter(entry -> entry.channel().equals(channel.address().toString()))
                    .map(entry ->
                            new ChannelFacts(
                                    entry,
                                    "the last frame",
                                    List.of(
                                            new ChannelFacts.Conflict(
                                                    "load", 3, "\"x\" is no number"))))
                    .findFirst();
        }

        @Override
        public Optional<Problem> lastRefusal(OrgChannel channel) {
            return Optional.ofNullable(refusal);
        }

        @Override
        public int subscribers(OrgChannel channel) {
            return 2;
        }
    }

    private CompletableFuture<Response> call(
            LiveApi target, String template, Map<String, String> parameters, String body) {
        return call(target, template, parameters, body, Map.of());
    }

    private CompletableFuture<Response> call(
            LiveApi target,
            String template,
            Map<String, String> parameters,
            String body,
            Map<String, String> headers) {
        var user =
                new SignedInUser(1, "u1", "ada", "Ada", 1, Role.VIEWER, Set.of(), AuthKind.TOKEN);
        var request =
                new Request(
                        "GET",
                        template,
                        parameters,
                        _ -> null,
                        headers::get,
                        new InetSocketAddress(1),
                        user,
                        body.getBytes(StandardCharsets.UTF_8));
        for (var route : target.routes()) {
            if (route.template().equals(template)
                    && route.action() instanceof Route.Action.Handle handle) {
                return handle.handler().handle(request).toCompletableFuture();
            }
        }
        throw new AssertionError("no route " + template);
    }

    private CompletableFuture<Response> publish(String body) {
        return call(api, "/api/live/publish", Map.of(), body);
    }

    private JsonNode list(LiveApi target) {
        return JSON.readTree(call(target, "/api/live/list", Map.of(), "").join().body());
    }

    private Response info(String channel) {
        return call(api, "/api/live/info/*channel", Map.of("channel", channel), "").join();
    }

    @Test
    void openedChannelIsPublishedToUnderItsCanonicalName() {
        var response = publish("{\"channel\":\"stream/demo/chat\",\"data\":{\"a\":1}}").join();

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).asString().isEqualTo("{}");
        assertThat(published).containsExactly("1/stream/demo/chat {\"a\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no json | 400 | live.publish.bad-body",
                "{\"channel\":\"stream/demo\",\"data\":1} | 400 | live.channel.no-path",
                "{\"channel\":\"stream/closed/x\",\"data\":1} | 403 | live.channel.publish-refused",
                "{\"channel\":\"nonsense/a/b\",\"data\":1} | 404 | live.channel.unknown-scope",
                "{\"channel\":\"1/stream/demo/chat\",\"data\":1} | 404 |"
                        + " live.channel.unknown-scope",
                "{\"channel\":\"ds/P1/x\",\"data\":1} | 404 | live.channel.unknown-datasource"
            })
    void refusalNamesItsCause(String body, int status, String messageId) {
        var response = publish(body).join();

        assertThat(response.status()).isEqualTo(status);
        assertThat(JSON.readTree(response.body()).get("messageId").stringValue())
                .isEqualTo(messageId);
        assertThat(JSON.readTree(response.body()).get("statusCode").intValue()).isEqualTo(status);
        assertThat(published).isEmpty();
    }

    @Test
    void idempotencyKeyIsHandedOn() {
        var body = "{\"channel\":\"stream/demo/chat\",\"data\":1}";
        var headers = Map.of("Idempotency-Key", "order 17");

        var response = call(api, "/api/live/publish", Map.of(), body, headers).join();

        assertThat(response.status()).isEqualTo(200);
        assertThat(published).containsExactly("1/stream/demo/chat 1 order 17");
    }

    @Test
    void longIdempotencyKeyIsRefusedBeforeAnythingIsDone() {
        var body = "{\"channel\":\"stream/demo/chat\",\"data\":1}";
        var headers = Map.of("Idempotency-Key", "k".repeat(256));

        var response = call(api, "/api/live/publish", Map.of(), body, headers).join();

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).asString().contains("has 256 characters");
        assertThat(published).isEmpty();
    }

    @Test
    void fullQueueIsWaitedFor() {
        outcomes.addAll(List.of(PublishOutcome.BUSY, PublishOutcome.BUSY));

        var answer = publish("{\"channel\":\"stream/demo/chat\",\"data\":1}");
        boolean early = answer.isDone();
        timer.advanceAll();

        assertThat(early).isFalse();
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(published).hasSize(3);
    }

    @Test
    void queueThatStaysFullIsAnswered503WithRetryAfter() {
        for (int i = 0; i < 100; i++) {
            outcomes.add(PublishOutcome.BUSY);
        }

        var answer = publish("{\"channel\":\"stream/demo/chat\",\"data\":1}");
        timer.advanceAll();

        assertThat(answer.join().status()).isEqualTo(503);
        assertThat(answer.join().header("Retry-After")).isEqualTo("1");
        assertThat(timer.waited()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void listIsSortedAndHasTheSampleChannels() {
        directory.entries.add(
                new ListedChannel(
                        "stream/telegraf/cpu", "managed", 60, 1, SCHEMA, 12, null, 7, 1, ""));
        directory.entries.add(
                new ListedChannel("ds/a/b", "source", 0, 0, Json.NONE, -1, null, 0, 0, ""));

        var channels = list(api).get("channels");

        assertThat(channels.valueStream().map(channel -> channel.get("channel").stringValue()))
                .containsExactly(
                        "ds/a/b",
                        "plugin/testdata/random-20Hz-stream",
                        "plugin/testdata/random-2s-stream",
                        "plugin/testdata/random-flakey-stream",
                        "plugin/testdata/random-labeled-stream",
                        "stream/telegraf/cpu");
        assertThat(channels.get(1).get("minute_rate").intValue()).isEqualTo(1200);
        assertThat(channels.get(1).at("/data/schema/name").stringValue()).isEqualTo("testdata");
        assertThat(channels.get(5).at("/data/schema/name").stringValue()).isEqualTo("cpu");
        assertThat(channels.get(5).get("lastMessageAgeMs").intValue()).isEqualTo(12);
        assertThat(channels.get(5).get("slow").toString())
                .isEqualTo("{\"dropped\":7,\"closed\":1}");
        assertThat(channels.get(0).has("slow")).isFalse();
    }

    @Test
    void sampleChannelsAreMissingWithoutTheirSource() {
        assertThat(list(api(false)).get("channels")).isEmpty();
    }

    @Test
    void infoTellsWhatIsKnown() {
        directory.entries.add(
                new ListedChannel(
                        "stream/telegraf/cpu", "managed", 60, 1, SCHEMA, 12, null, 0, 0, ""));

        var info = JSON.readTree(info("stream/telegraf/cpu").body());

        assertThat(info.get("known").booleanValue()).isTrue();
        assertThat(info.at("/conflicts/0/field").stringValue()).isEqualTo("load");
        assertThat(info.at("/subscribe/allowed").booleanValue()).isTrue();
        assertThat(info.at("/publish/allowed").booleanValue()).isFalse();
        assertThat(info.at("/publish/messageId").stringValue())
                .isEqualTo("live.channel.publish-refused");
    }

    @Test
    void infoOfAChannelNobodyPushedToSaysWhy() {
        var info = JSON.readTree(info("stream/typo/cpu").body());

        assertThat(info.get("known").booleanValue()).isFalse();
        assertThat(info.get("subscribers").intValue()).isEqualTo(2);
        assertThat(info.get("why").stringValue()).contains("/api/live/push/typo");
    }

    @Test
    void infoOfAChannelWhoseLastSubscriberWasRefusedHasTheRefusalApart() {
        directory.refusal =
                Problem.of(ProblemType.SOURCE_UNAVAILABLE, "The query is wrong.", "Correct it.");

        var info = JSON.readTree(info("stream/typo/cpu").body());

        assertThat(info.get("why").stringValue())
                .isEqualTo("The last subscriber was refused: The query is wrong. Correct it.");
        assertThat(info.get("refusal").toString())
                .isEqualTo(
                        """
                        {"message":"The query is wrong.","messageId":"live.source.unavailable","hint":"Correct it."}\
                        """);
    }

    @Test
    void infoOfAnUnknownDatasourceIsNotFound() {
        assertThat(info("ds/P1/x").status()).isEqualTo(404);
    }
}
