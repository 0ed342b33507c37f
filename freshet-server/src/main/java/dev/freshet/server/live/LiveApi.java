package dev.freshet.server.live;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.channel.ChannelAddress;
import dev.freshet.server.channel.Channels;
import dev.freshet.server.channel.Json;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.channel.Patience;
import dev.freshet.server.channel.Permissions;
import dev.freshet.server.channel.PublishDecision;
import dev.freshet.server.http.Access;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/// `POST /api/live/publish`, `GET /api/live/list` and `GET /api/live/info/…`.
public final class LiveApi {
    private static final CompletionStage<Response> ACCEPTED =
            completedFuture(Response.json(200, "{}".getBytes(StandardCharsets.UTF_8)));

    private static final long MAX_BODY = 64 << 20;
    private static final int LONGEST_KEY = 255;

    private final Channels channels;
    private final ChannelPublisher publisher;
    private final LiveDirectory directory;
    private final Patience patience;
    private final long bodyLimit;
    private final boolean samples;

    /// @param bodyLimit largest publish body in bytes, at most 64 MiB
    /// @param samples true when the test data source is there, whose channels are always listed
    public LiveApi(
            Channels channels,
            ChannelPublisher publisher,
            LiveDirectory directory,
            Patience patience,
            long bodyLimit,
            boolean samples) {
        this.channels = channels;
        this.publisher = publisher;
        this.directory = directory;
        this.patience = patience;
        this.bodyLimit = Math.min(bodyLimit, MAX_BODY);
        this.samples = samples;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(
                        "/api/live/publish",
                        Access.signedIn(),
                        bodyLimit,
                        this::publish,
                        LiveDocs.PUBLISH),
                Route.get("/api/live/list", Access.signedIn(), this::list, LiveDocs.LIST),
                Route.get("/api/live/info/*channel", Access.signedIn(), this::info, LiveDocs.INFO));
    }

    private CompletionStage<Response> publish(Request request) {
        var key = request.header("Idempotency-Key");
        if (key != null && key.length() > LONGEST_KEY) {
            return refused(keyTooLong(key));
        }
        return switch (PublishBody.parse(request.body())) {
            case PublishBody.Parsed.Invalid(Problem problem) -> refused(problem);
            case PublishBody.Parsed.Valid(String channel, Json data) ->
                    publish(request, channel, data);
        };
    }

    private CompletionStage<Response> publish(Request request, String name, Json data) {
        return switch (ChannelAddress.parse(name)) {
            case ChannelAddress.Parsed.Invalid(Problem problem) -> refused(problem);
            case ChannelAddress.Parsed.Valid(ChannelAddress address) -> {
                var channel = new OrgChannel(request.user().orgId(), address);
                var key = Objects.requireNonNullElse(request.header("Idempotency-Key"), "");
                yield channels.publish(request.user(), channel, data)
                        .thenCompose(decision -> carryOut(decision, key));
            }
        };
    }

    private CompletionStage<Response> carryOut(PublishDecision decision, String idempotencyKey) {
        return switch (decision) {
            case PublishDecision.Refused(Problem problem) -> refused(problem);
            case PublishDecision.Nothing() -> ACCEPTED;
            case PublishDecision.Publish(OrgChannel channel, Json json) ->
                    publish(channel.canonical(), json, idempotencyKey);
        };
    }

    private CompletionStage<Response> publish(String channel, Json json, String idempotencyKey) {
        return patience.whileBusy(
                        outcome -> outcome == PublishOutcome.BUSY,
                        () -> publisher.publish(channel, json, idempotencyKey))
                .thenCompose(outcome ->
                        switch (outcome) {
                            case PUBLISHED -> ACCEPTED;
                            case BUSY -> refused(busy(channel));
                        });
    }

    private CompletionStage<Response> list(Request request) {
        var byName = new TreeMap<String, ListedChannel>();
        if (samples) {
            SampleChannels.ALL.forEach(sample -> byName.put(sample.channel(), sample));
        }
        directory.list(request.user().orgId()).forEach(entry -> byName.put(entry.channel(), entry));
        return completedFuture(Response.json(200, LiveJson.list(List.copyOf(byName.values()))));
    }

    private CompletionStage<Response> info(Request request) {
        return switch (ChannelAddress.parse(request.parameter("channel"))) {
            case ChannelAddress.Parsed.Invalid(Problem problem) -> refused(problem);
            case ChannelAddress.Parsed.Valid(ChannelAddress address) -> {
                var channel = new OrgChannel(request.user().orgId(), address);
                yield channels.permissions(request.user(), channel)
                        .thenCompose(permissions -> info(channel, permissions));
            }
        };
    }

    /// A channel whose name leads nowhere is not found; one that only nobody pushed to yet is
    /// `known:false`.
    private CompletionStage<Response> info(OrgChannel channel, Permissions permissions) {
        var missing = permissions.subscribe().filter(problem -> problem.type().status() == 404);
        if (missing.isPresent()) {
            return refused(missing.get());
        }
        var json =
                directory
                        .facts(channel)
                        .map(facts -> LiveJson.known(facts, permissions))
                        .orElseGet(() -> unknown(channel, permissions));
        return completedFuture(Response.json(200, json));
    }

    private byte[] unknown(OrgChannel channel, Permissions permissions) {
        var refusal = directory.lastRefusal(channel);
        return LiveJson.unknown(
                channel,
                directory.subscribers(channel),
                why(channel, refusal, permissions),
                refusal,
                permissions);
    }

    private static String why(
            OrgChannel channel, Optional<Problem> refusal, Permissions permissions) {
        return refusal.map(problem -> "The last subscriber was refused: " + problem.text())
                .or(() -> permissions.subscribe().map(Problem::text))
                .orElseGet(() -> whyUnknown(channel));
    }

    private static String whyUnknown(OrgChannel channel) {
        return channel.address().scope().equals("stream")
                ? "Nothing was pushed to this channel since the server started. Compare its name"
                        + " with /api/live/list; case counts. Push with POST /api/live/push/"
                        + channel.address().namespace()
                        + "."
                : "The source of this channel is not running here; it starts with the first"
                        + " subscriber.";
    }

    private static Problem busy(String channel) {
        return Problem.of(
                ProblemType.BUSY,
                "Channel \""
                        + channel
                        + "\" is full: its subscribers take less than is published. Nothing was"
                        + " published.",
                "Try again later, publish less often, or look for slow subscribers.");
    }

    private static Problem keyTooLong(String key) {
        return Problem.of(
                ProblemType.BAD_REQUEST,
                "The Idempotency-Key has "
                        + key.length()
                        + " characters; at most "
                        + LONGEST_KEY
                        + " are possible. Nothing was published.",
                "A random UUID is enough.");
    }

    private static CompletionStage<Response> refused(Problem problem) {
        return completedFuture(Response.problem(problem));
    }
}
