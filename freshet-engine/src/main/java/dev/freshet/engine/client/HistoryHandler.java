package dev.freshet.engine.client;

import dev.freshet.engine.broker.HistoryQuery;
import dev.freshet.engine.broker.StreamPart;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Request;
import dev.freshet.engine.protocol.Result;

/// The history command (§12).
final class HistoryHandler {
    private static final String METHOD = "history";

    private HistoryHandler() {}

    static void handle(Client client, long id, Request.History request) {
        if (request.channel().isEmpty()) {
            client.badRequest("history without a channel");
            return;
        }
        var handler = client.context().handlers().history();
        if (handler == null) {
            client.refuse(
                    id,
                    METHOD,
                    ErrorReply.NOT_AVAILABLE.because(
                            "not available: this server does not tell what was published before"));
            return;
        }
        HandlerCalls.ask(
                client,
                handler,
                new HistoryEvent(client, request),
                answer -> decide(client, id, request, answer));
    }

    private static void decide(
            Client client, long id, Request.History request, Answer<HistoryReply> answer) {
        switch (answer) {
            case Answer.Accepted<HistoryReply>(var reply) ->
                    read(
                            client,
                            id,
                            request,
                            reply.channel() == null ? request.channel() : reply.channel());
            case Answer.Refused<HistoryReply>(var error) -> client.refuse(id, METHOD, error);
            case Answer.Disconnected<HistoryReply>(var disconnect) -> client.disconnect(disconnect);
        }
    }

    private static void read(Client client, long id, Request.History request, String channel) {
        var since = request.since();
        if (request.reverse() && since != null && since.offset() == 0) {
            client.refuse(
                    id,
                    METHOD,
                    ErrorReply.BAD_REQUEST.because(
                            "bad request: nothing comes before offset 0; leave since out to begin"
                                    + " at the newest"));
            return;
        }
        var node = client.context().node();
        var query =
                new HistoryQuery(
                        client.context().limits().streams().cut(request.limit()),
                        since,
                        request.reverse(),
                        node.optionsOf(channel).history().metaTtl());
        Stages.whenDone(
                client,
                () -> node.history(channel, query),
                (part, failure) -> {
                    if (failure == null) {
                        answer(client, id, request, part);
                    } else {
                        client.refuse(id, METHOD, HandlerCalls.internal(client, failure));
                    }
                });
    }

    private static void answer(Client client, long id, Request.History request, StreamPart part) {
        var since = request.since();
        if (since != null
                && !since.epoch().isEmpty()
                && !since.epoch().equals(part.top().epoch())) {
            client.refuse(
                    id,
                    METHOD,
                    ErrorReply.UNRECOVERABLE_POSITION.because(
                            "unrecoverable position: the stream of epoch \""
                                    + since.epoch()
                                    + "\" is gone; begin without since"));
            return;
        }
        var publications = part.publications();
        int count = ReplyBytes.fitting(client, publications);
        client.reply(id, new Result.History(publications.subList(0, count), part.top()));
    }
}
