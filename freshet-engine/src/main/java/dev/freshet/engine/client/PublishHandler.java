package dev.freshet.engine.client;

import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.protocol.ClientInfo;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.Request;
import dev.freshet.engine.protocol.Result;
import org.jspecify.annotations.Nullable;

/// The publish command (§11). A client that publishes faster than subscribers take it stops being
/// read.
final class PublishHandler {
    private static final String METHOD = "publish";

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
                    METHOD,
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
                        publication(client, spelling, data, reply),
                        reply.options());
            }
            case Answer.Refused<PublishReply>(var error) -> client.refuse(id, METHOD, error);
            case Answer.Disconnected<PublishReply>(var disconnect) -> client.disconnect(disconnect);
        }
    }

    private static Publication publication(
            Client client, String spelling, Payload data, PublishReply reply) {
        var published = reply.data() == null ? data : reply.data();
        var publication =
                Publication.of(published, reply.withInfo() ? info(client, spelling) : null, 0);
        return reply.tags().isEmpty() ? publication : publication.withTags(reply.tags());
    }

    private static ClientInfo info(Client client, String spelling) {
        var subscription = client.subscriptions().get(spelling);
        return subscription == null ? client.info(null) : subscription.clientInfo();
    }

    private static void publish(
            Client client,
            long id,
            String channel,
            Publication publication,
            @Nullable PublishOptions options) {
        var node = client.context().node();
        if (!node.hasRoom(channel)) {
            client.atWork()
                    .whenRoom(channel, () -> publish(client, id, channel, publication, options));
            return;
        }
        Stages.whenDone(
                client,
                () ->
                        options == null
                                ? node.publish(channel, publication)
                                : node.publish(channel, publication.withPatchable(true), options),
                (done, failure) -> {
                    if (failure == null) {
                        client.reply(id, new Result.Publish());
                    } else {
                        client.refuse(id, METHOD, HandlerCalls.internal(client, failure));
                    }
                });
    }
}
