package dev.freshet.server.serverapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.Engine;
import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.broker.Published;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.server.ManualScheduler;
import dev.freshet.server.TestClock;
import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.channel.ChannelRules;
import dev.freshet.server.channel.Channels;
import dev.freshet.server.channel.InitialData;
import dev.freshet.server.channel.Patience;
import dev.freshet.server.channel.Scopes;
import dev.freshet.server.channel.StreamHandler;
import dev.freshet.server.config.Secret;
import dev.freshet.server.config.ServerApiSettings;
import dev.freshet.server.config.ServerApiSettings.ErrorMode;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.metrics.MetricRegistry;
import dev.freshet.server.problem.Problem;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API over an engine that listens nowhere. Channels `stream/log/*` keep ten publications,
/// `stream/room/*` keep presence; limits are three entries, and five publications of history.
final class ServerApiFixture implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    static final SignedInUser ADMIN =
            new SignedInUser(7, "u7", "ada", "Ada", 1, Role.ADMIN, Set.of(), AuthKind.TOKEN);

    final TestClock clock = new TestClock();
    final ManualScheduler timer = new ManualScheduler(clock);
    final Engine engine =
            Engine.builder()
                    .channel(
                            ":org/stream/log/*",
                            ChannelOptions.builder().history(10, Duration.ofMinutes(1)).build())
                    .channel(":org/stream/room/*", ChannelOptions.builder().presence(true).build())
                    .build();
    final MetricRegistry metrics = new MetricRegistry();
    final List<Problem> refusals = new ArrayList<>();

    /// Channels whose subscribers take nothing more.
    final Set<String> full = new HashSet<>();

    /// What was published last.
    @Nullable Publication last;

    final ServerApi api = api(settings(ErrorMode.REPLY, false));

    static ServerApiSettings settings(ErrorMode mode, boolean compatiblePaths) {
        return new ServerApiSettings(
                true,
                new Secret("correct-horse-battery"),
                false,
                compatiblePaths,
                mode,
                "",
                -1,
                1 << 20,
                3,
                3,
                5);
    }

    ServerApi api(ServerApiSettings settings) {
        var channels =
                new Channels(
                        Map.of(
                                "stream", Scopes.stream(new StreamHandler(_ -> InitialData.NONE)),
                                "ds", Scopes.noDatasources()),
                        new ChannelRules(List.of()));
        var methods =
                new ApiMethods(
                        engine,
                        channels,
                        this::publish,
                        new ChannelSurvey(engine.node(), Runnable::run),
                        new Patience(timer, Duration.ofSeconds(3), Duration.ofSeconds(1)),
                        settings,
                        clock,
                        metrics,
                        refusals::add);
        return new ServerApi(
                methods,
                settings,
                _ -> CompletableFuture.completedFuture(new AuthResult.NoCredentials()));
    }

    private CompletionStage<Optional<Published>> publish(
            String channel, Publication publication, PublishOptions how) {
        if (channel.equals("1/stream/broken/x")) {
            throw new IllegalStateException("the broker is gone");
        }
        last = publication;
        return full.contains(channel)
                ? CompletableFuture.completedFuture(Optional.empty())
                : engine.node().publish(channel, publication, how).thenApply(Optional::of);
    }

    /// Answered with 200.
    JsonNode post(String method, String body) {
        var response = send(api, method, body, Map.of(), Caller.KEY_HOLDER).join();
        assertThat(response.status()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    JsonNode result(String method, String body) {
        var answer = post(method, body);
        assertThat(answer.has("error")).as(answer.toString()).isFalse();
        return answer.get("result");
    }

    /// The code and the message.
    String error(String method, String body) {
        var answer = post(method, body);
        assertThat(answer.has("result")).as(answer.toString()).isFalse();
        return answer.at("/error/code").intValue()
                + " "
                + answer.at("/error/message").stringValue();
    }

    CompletableFuture<Response> send(
            ServerApi target,
            String method,
            String body,
            Map<String, String> headers,
            SignedInUser user) {
        var request =
                new Request(
                        "POST",
                        "/api/live/server/" + method,
                        Map.of(),
                        _ -> null,
                        headers::get,
                        new InetSocketAddress(1),
                        user,
                        body.getBytes(StandardCharsets.UTF_8));
        for (var route : target.routes()) {
            if (route.template().equals("/api/live/server/" + method)
                    && route.action() instanceof Route.Action.Handle handle) {
                return handle.handler().handle(request).toCompletableFuture();
            }
        }
        throw new AssertionError("no route for " + method);
    }

    static JsonNode json(Response response) {
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        engine.close();
    }
}
