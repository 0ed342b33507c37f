package dev.freshet.server.serverapi;

import dev.freshet.engine.Engine;
import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.Target;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.server.channel.OrgChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// What is done to connections on all nodes: `subscribe`, `unsubscribe`, `disconnect`, `refresh`.
final class ClientMethods {
    private static final int UNSUBSCRIBED = 2000;
    private static final int LEAST_CLOSE = 3000;
    private static final int MOST_CLOSE = 4999;

    /// The year 9999: what is above was meant as milliseconds.
    private static final long MOST_SECONDS = 253_402_300_799L;

    private final ChannelNames names;
    private final Engine engine;
    private final InstantSource clock;

    ClientMethods(ChannelNames names, Engine engine, InstantSource clock) {
        this.names = names;
        this.engine = engine;
        this.clock = clock;
    }

    CompletionStage<ApiReply> subscribe(Caller caller, Fields request) {
        var target = target(caller, request);
        var channel = request.text("channel");
        var info = request.dataOrBase64("info");
        var data = request.dataOrBase64("data");
        var expireAt = expireAt(request);
        var since = request.position("recover_since");
        var override = SubscribeOverride.read(request);
        if (target == null || request.isWrong()) {
            return request.refusal();
        }
        return names.resolve(
                caller,
                channel,
                found -> {
                    var name = found.canonical();
                    var options =
                            override == null
                                    ? null
                                    : override.applyTo(engine.node().optionsOf(name));
                    return ApiReply.after(
                            engine.subscribe(
                                    new ControlCommand.Subscribe(
                                            target, name, options, info, data, expireAt, since)));
                });
    }

    CompletionStage<ApiReply> unsubscribe(Caller caller, Fields request) {
        var target = target(caller, request);
        var channel = request.text("channel");
        if (target == null || request.isWrong()) {
            return request.refusal();
        }
        return names.resolve(caller, channel, found -> unsubscribe(target, found));
    }

    /// Whatever spelling a client subscribed with.
    private CompletionStage<ApiReply> unsubscribe(Target target, OrgChannel channel) {
        var sent =
                channel.spellings().stream()
                        .map(name ->
                                engine.unsubscribe(
                                        target, name, UNSUBSCRIBED, "server unsubscribe"))
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture[]::new);
        return ApiReply.after(CompletableFuture.allOf(sent));
    }

    CompletionStage<ApiReply> disconnect(Caller caller, Fields request) {
        var target = target(caller, request);
        var spared = Set.copyOf(request.texts("whitelist"));
        var disconnect = disconnect(request.object("disconnect"));
        return target == null || request.isWrong()
                ? request.refusal()
                : ApiReply.after(engine.disconnect(target, disconnect, spared));
    }

    private static Disconnect disconnect(@Nullable Fields given) {
        if (given == null) {
            return Disconnect.FORCED;
        }
        long code = given.number("code", LEAST_CLOSE, MOST_CLOSE);
        if (!given.has("code")) {
            given.reject("code", "is missing", "Send a code from 3000 to 4999.");
        }
        return new Disconnect((int) code, given.text("reason"));
    }

    CompletionStage<ApiReply> refresh(Caller caller, Fields request) {
        var target = target(caller, request);
        boolean expired = request.flag("expired");
        var expireAt = expireAt(request);
        var info = request.data("info");
        return target == null || request.isWrong()
                ? request.refusal()
                : ApiReply.after(
                        engine.refresh(
                                new ControlCommand.Refresh(target, expired, expireAt, info)));
    }

    /// Connections of the caller's organisation, for who may not name others.
    private static @Nullable Target target(Caller caller, Fields request) {
        var user = request.text("user");
        var client = request.text("client");
        var session = request.text("session");
        if (user.isEmpty() && client.isEmpty() && session.isEmpty()) {
            request.reject(
                    "user",
                    "is missing or empty, and so are client and session",
                    "Name one of them; anonymous viewers are the user \"0\".");
            return null;
        }
        var target = new Target(orNull(user), orNull(client), orNull(session));
        return caller.mayNameAnyOrg() ? target : target.within(Long.toString(caller.orgId()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private @Nullable Instant expireAt(Fields request) {
        long seconds = request.number("expire_at", 0, MOST_SECONDS);
        if (seconds == 0) {
            return null;
        }
        var at = Instant.ofEpochSecond(seconds);
        if (!at.isAfter(clock.instant())) {
            request.reject(
                    "expire_at",
                    "is " + seconds + ", which is " + at + " and over",
                    "Send Unix seconds in the future, or leave it out for never.");
        }
        return at;
    }
}
