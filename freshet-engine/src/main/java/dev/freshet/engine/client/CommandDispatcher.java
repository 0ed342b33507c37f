package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Command;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.MalformedCommandException;
import dev.freshet.engine.protocol.Request;
import java.util.Arrays;

/// Hands the commands of a frame to their handlers, in the order in which they came; those that
/// have to wait are kept. Event loop only.
final class CommandDispatcher {
    private CommandDispatcher() {}

    /// Starts the commands of a frame. The bytes are the caller's again afterwards.
    static void dispatch(Client client, byte[] frame, int offset, int length) {
        var reader = client.transport().codec().commands(frame, offset, length);
        int end = offset + length;
        try {
            while (reader.hasNext() && client.takesCommands()) {
                if (client.mustWait()) {
                    int next = Math.min(reader.position(), end);
                    client.atWork().pause(Arrays.copyOfRange(frame, next, end));
                    return;
                }
                dispatch(client, reader.next());
            }
        } catch (MalformedCommandException e) {
            client.disconnect(Disconnect.BAD_REQUEST.because("bad request: " + e.getMessage()));
        }
        if (client.mustWait() && !client.isClosed()) {
            client.atWork().pause();
        }
    }

    private static void dispatch(Client client, Command command) {
        client.context().metrics().received(1, 0);
        if (client.isNew() && !(command.request() instanceof Request.Connect)) {
            client.badRequest("the first command must be connect");
            return;
        }
        if (command.pong()) {
            client.onPong();
            return;
        }
        var request = command.request();
        if (request == null) {
            client.badRequest("the command names no known operation");
            return;
        }
        client.context().engineMetrics().commands().increment(request.method());
        long id = command.id();
        switch (request) {
            case Request.Connect connect -> ConnectHandler.handle(client, id, connect);
            case Request.Subscribe subscribe -> SubscribeHandler.handle(client, id, subscribe);
            case Request.Unsubscribe unsubscribe ->
                    UnsubscribeHandler.handle(client, id, unsubscribe.channel());
            case Request.Publish publish -> PublishHandler.handle(client, id, publish);
            case Request.Rpc rpc -> RpcHandler.handle(client, id, rpc);
            case Request.Send send -> SendHandler.handle(client, send);
            case Request.Presence presence ->
                    unavailable(client, id, "presence", presence.channel());
            case Request.PresenceStats stats ->
                    unavailable(client, id, "presence_stats", stats.channel());
            case Request.History history -> unavailable(client, id, "history", history.channel());
            case Request.Refresh refresh -> unavailable(client, id, "refresh", refresh.token());
            case Request.SubRefresh refresh ->
                    unavailable(client, id, "sub_refresh", refresh.channel());
        }
    }

    private static void unavailable(Client client, long id, String method, String mandatory) {
        if (mandatory.isEmpty()) {
            client.badRequest(method + " without its mandatory text");
            return;
        }
        client.refuse(
                id,
                ErrorReply.NOT_AVAILABLE.because(
                        "not available: this server does not offer " + method));
    }
}
