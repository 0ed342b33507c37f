package dev.freshet.engine.client;

import dev.freshet.engine.presence.PresenceManager;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Result;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The presence and presence_stats commands (§12).
final class PresenceHandler {
    private PresenceHandler() {}

    /// @param countsOnly true for presence_stats
    static void handle(Client client, long id, String channel, boolean countsOnly) {
        var method = method(countsOnly);
        if (channel.isEmpty()) {
            client.badRequest(method + " without a channel");
            return;
        }
        var handlers = client.context().handlers();
        var handler = countsOnly ? handlers.presenceStats() : handlers.presence();
        if (handler == null) {
            client.refuse(
                    id,
                    method,
                    ErrorReply.NOT_AVAILABLE.because(
                            "not available: this server does not tell who is in a channel"));
            return;
        }
        HandlerCalls.ask(
                client,
                handler,
                new PresenceEvent(client, channel, countsOnly),
                answer -> decide(client, id, channel, countsOnly, answer));
    }

    private static String method(boolean countsOnly) {
        return countsOnly ? "presence_stats" : "presence";
    }

    private static void decide(
            Client client,
            long id,
            String spelling,
            boolean countsOnly,
            Answer<PresenceReply> answer) {
        switch (answer) {
            case Answer.Accepted<PresenceReply>(var reply) ->
                    read(
                            client,
                            id,
                            reply.channel() == null ? spelling : reply.channel(),
                            countsOnly);
            case Answer.Refused<PresenceReply>(var error) ->
                    client.refuse(id, method(countsOnly), error);
            case Answer.Disconnected<PresenceReply>(var disconnect) ->
                    client.disconnect(disconnect);
        }
    }

    private static void read(Client client, long id, String channel, boolean countsOnly) {
        var presence = client.context().node().presence();
        Stages.whenDone(
                client,
                () -> countsOnly ? counts(presence, channel) : clients(presence, channel),
                (result, failure) -> answer(client, id, method(countsOnly), result, failure));
    }

    private static CompletionStage<Result> clients(PresenceManager presence, String channel) {
        return presence.presence(channel).thenApply(Result.Presence::new);
    }

    private static CompletionStage<Result> counts(PresenceManager presence, String channel) {
        return presence.stats(channel)
                .thenApply(stats -> new Result.PresenceStats(stats.clients(), stats.users()));
    }

    private static void answer(
            Client client,
            long id,
            String method,
            @Nullable Result result,
            @Nullable Throwable failure) {
        if (result == null || failure != null) {
            var cause = failure == null ? new NullPointerException("no presence") : failure;
            client.refuse(id, method, HandlerCalls.internal(client, cause));
        } else {
            client.reply(id, result);
        }
    }
}
