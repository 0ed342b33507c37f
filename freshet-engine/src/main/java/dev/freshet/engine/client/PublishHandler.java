package dev.freshet.engine.client;

import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.Request;
import dev.freshet.engine.protocol.Result;

/// The publish command (§11). A client that publishes faster than subscribers take it stops being
/// read.
final class PublishHandler {
    private PublishHandler() {}

    static void handle(Client client, long id, Request.Publish request) {
        var data = request.data();
        if (request.channel().isEmpty() || data == null) {
            client.badRequest("publish without a channel or without data");
            return;
        }
        var handler = client.context().handlers().publish();
        if (handler == null) {
            client.refuse(
                    id,
                    ErrorReply.NOT_AVAILABLE.because(
                            "not available: clients cannot publish to this server"));
            return;
        }
        HandlerCalls.ask(
                client,
                handler,
                new PublishEvent(client, request.channel(), data),
                answer -> finish(client, id, request.channel(), data, answer));
    }

    private static void finish(
            Client client, long id, String spelling, Payload data, Answer<PublishReply> answer) {
        switch (answer) {
            case Answer.Accepted<PublishReply>(var reply) -> {
                if (reply.handled()) {
                    client.reply(id, new Result.Publish());
                    return;
                }
                publish(
                        client,
                        id,
                        reply.channel() == null ? spelling : reply.channel(),
                        Publication.of(
                                reply.data() == null ? data : reply.data(),
                                reply.withInfo() ? client.info() : null,
                                0));
            }
            case Answer.Refused<PublishReply>(var error) -> client.refuse(id, error);
            case Answer.Disconnected<PublishReply>(var disconnect) -> client.disconnect(disconnect);
        }
    }

    private static void publish(Client client, long id, String channel, Publication publication) {
        var node = client.context().node();
        if (!node.hasRoom(channel)) {
            client.atWork().whenRoom(channel, () -> publish(client, id, channel, publication));
            return;
        }
        node.publish(channel, publication);
        client.reply(id, new Result.Publish());
    }
}
