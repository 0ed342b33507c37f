package dev.freshet.server.socket;

import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.DisconnectEvent;
import dev.freshet.engine.client.PublishEvent;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.RpcEvent;
import dev.freshet.engine.client.RpcReply;
import dev.freshet.engine.client.Snapshot;
import dev.freshet.engine.client.SnapshotSource;
import dev.freshet.engine.client.SubscribeEvent;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.client.UnsubscribeEvent;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.StreamPosition;
import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.channel.ChannelAddress;
import dev.freshet.server.channel.Channels;
import dev.freshet.server.channel.InitialData;
import dev.freshet.server.channel.Json;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.channel.PublishDecision;
import dev.freshet.server.channel.SubscribeDecision;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.server.query.Queries;
import dev.freshet.server.query.QueryAnswer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Answers the commands of clients of `/api/live/ws`. Called on event loops.
public final class SocketHandlers {
    private static final int INTERNAL_CODE = 100;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Channels channels;
    private final Predicate<OrgChannel> isKnown;
    private final Consumer<String> published;
    private final BiConsumer<String, SignedInUser> left;
    private final Consumer<Problem> refusals;
    private final SocketLog log;

    /// Wires the handlers.
    ///
    /// @param isKnown whether anything ever came on a channel or may by its rule, for a hint in the
    ///   log
    /// @param published told of the canonical channel of each client's publication that was let
    ///   through
    /// @param left told of each subscription that ended, by canonical channel
    /// @param refusals told of each refused command, for the metrics
    public SocketHandlers(
            Channels channels,
            Predicate<OrgChannel> isKnown,
            Consumer<String> published,
            BiConsumer<String, SignedInUser> left,
            Consumer<Problem> refusals,
            SocketLog log) {
        this.channels = channels;
        this.isKnown = isKnown;
        this.published = published;
        this.left = left;
        this.refusals = refusals;
        this.log = log;
    }

    /// The engine's view of a signed-in user: anonymous viewers share the displayed user 0, as in
    /// Grafana. Others have a login, which those are shown who may see who is in a channel.
    public static Credentials credentials(SignedInUser user) {
        boolean anonymous = user.kind() == AuthKind.ANONYMOUS;
        var info =
                anonymous
                        ? null
                        : Payload.ofOwnedJsonLine(
                                JSON.writeValueAsBytes(Map.of("login", user.login())));
        return new Credentials(
                Long.toString(user.id()), info, user, anonymous, Long.toString(user.orgId()));
    }

    private static SignedInUser user(@Nullable Credentials credentials) {
        if (credentials != null && credentials.attachment() instanceof SignedInUser user) {
            return user;
        }
        throw new IllegalStateException("a connection without a signed-in user");
    }

    public CompletionStage<Answer<SubscribeReply>> subscribe(SubscribeEvent event) {
        var user = user(event.client().credentials());
        var data = event.request().data();
        if (data != null && !data.isJson()) {
            return Answer.<SubscribeReply>refuse(refusal(notJson(event.channel()))).now();
        }
        return channels.subscribe(user, event.channel(), json(data))
                .thenApply(decision -> subscribed(event, user, decision));
    }

    private Answer<SubscribeReply> subscribed(
            SubscribeEvent event, SignedInUser user, SubscribeDecision decision) {
        return switch (decision) {
            case SubscribeDecision.Refused(Problem problem) -> {
                log.refused(user, event.client().id(), "subscribe to", event.channel(), problem);
                yield Answer.refuse(refusal(problem));
            }
            case SubscribeDecision.Accepted accepted -> {
                if (!isKnown.test(accepted.channel())) {
                    log.nothingCameYet(user, event.channel());
                }
                yield Answer.accept(
                        SubscribeReply.ok()
                                .withChannel(accepted.channel().canonical())
                                .withSnapshot(snapshots(accepted.initial())));
            }
        };
    }

    /// The data of a subscription, as the engine takes it.
    public static SnapshotSource snapshots(InitialData initial) {
        return new SnapshotSource() {
            @Override
            public Snapshot take(boolean recovered) {
                return snapshot(initial.take(recovered));
            }

            @Override
            public Snapshot takeBehind(StreamPosition known) {
                return snapshot(
                        initial.takeBehind(
                                new InitialData.Position(known.epoch(), known.offset())));
            }
        };
    }

    private static Snapshot snapshot(InitialData.@Nullable Snapshot taken) {
        return taken == null
                ? new Snapshot(null, 0)
                : new Snapshot(Payload.ofOwnedJsonLine(taken.json().bytes()), taken.number());
    }

    /// Queries, as `POST /api/ds/query` carries them out.
    public CompletionStage<Answer<RpcReply>> query(
            RpcEvent event, Queries queries, Executor virtualThreads) {
        var user = user(event.client().credentials());
        var data = event.data();
        var body = data != null && data.isJson() ? data.toJsonLine() : new byte[0];
        return CompletableFuture.supplyAsync(() -> query(queries, user, body), virtualThreads);
    }

    private Answer<RpcReply> query(Queries queries, SignedInUser user, byte[] body) {
        try {
            return switch (queries.answer(user, body)) {
                case QueryAnswer.Answered(int _, byte[] json) ->
                        Answer.accept(new RpcReply(Payload.ofOwnedJsonLine(json)));
                case QueryAnswer.Refused(Problem problem) -> Answer.refuse(refusal(problem));
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.refuse(ErrorReply.INTERNAL);
        }
    }

    /// A subscription has ended.
    public void unsubscribed(UnsubscribeEvent event) {
        if (event.client().credentials() != null) {
            left.accept(event.channel(), user(event.client().credentials()));
        }
    }

    /// A connection has ended.
    public void disconnected(DisconnectEvent event) {
        var disconnect = event.disconnect();
        if (disconnect != null && event.client().credentials() != null) {
            log.closed(user(event.client().credentials()), event.client().id(), disconnect);
        }
    }

    public CompletionStage<Answer<PublishReply>> publish(PublishEvent event) {
        var user = user(event.client().credentials());
        if (!event.data().isJson()) {
            return Answer.<PublishReply>refuse(refusal(notJson(event.channel()))).now();
        }
        return channels.publish(user, event.channel(), json(event.data()))
                .thenApply(decision -> published(event, user, decision));
    }

    private Answer<PublishReply> published(
            PublishEvent event, SignedInUser user, PublishDecision decision) {
        return switch (decision) {
            case PublishDecision.Refused(Problem problem) -> {
                log.refused(user, event.client().id(), "publish on", event.channel(), problem);
                yield Answer.refuse(refusal(problem));
            }
            case PublishDecision.Nothing() -> Answer.accept(PublishReply.done());
            case PublishDecision.Publish(var channel, var json) -> {
                var payload = Payload.ofOwnedJsonLine(json.bytes());
                published.accept(channel.canonical());
                yield Answer.accept(PublishReply.to(channel.canonical(), payload));
            }
        };
    }

    private ErrorReply refusal(Problem problem) {
        refusals.accept(problem);
        int code = problem.type().wireCode();
        return new ErrorReply(code, problem.message(), code == INTERNAL_CODE);
    }

    private static Json json(@Nullable Payload payload) {
        return payload == null ? Json.NONE : Json.of(payload.toJsonLine());
    }

    /// Over Protobuf anything may come; what is in a channel here is JSON, as in Grafana.
    private static Problem notJson(String channel) {
        return Problem.of(
                ProblemType.PUBLISH_BAD_BODY,
                "The data for \"" + ChannelAddress.quote(channel) + "\" is not JSON.",
                "Send one JSON value, over Protobuf too.");
    }
}
