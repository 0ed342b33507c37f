package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Command;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.MalformedCommandException;
import dev.freshet.engine.protocol.Request;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Hands the commands of a frame to their handlers, in the order in which they came; those that
/// have to wait are kept. Event loop only.
final class CommandDispatcher {
    private CommandDispatcher() {}

    /// Takes a frame from the peer. The bytes are the caller's again afterwards.
    static void receive(Client client, byte[] frame, int offset, int length) {
        if (takeBytes(client, length)) {
            dispatch(client, frame, offset, offset + length, true);
        } else {
            client.disconnect(
                    Disconnect.TOO_MANY_REQUESTS.because(
                            "too many requests: more bytes come per second than this server lets"
                                    + " one connection or user send"));
        }
    }

    /// Starts the commands of a frame that had to wait; the array is not the caller's any more.
    static void goOn(Client client, byte[] frame, int begin, int end) {
        dispatch(client, frame, begin, end, false);
    }

    /// Starts the commands of a frame.
    ///
    /// @param lent true when the bytes have to be copied before they are kept. A frame may have to
    ///   wait behind each of its commands, so it is copied once.
    private static void dispatch(Client client, byte[] frame, int begin, int end, boolean lent) {
        var reader = client.transport().codec().commands(frame, begin, end - begin);
        try {
            while (reader.hasNext() && client.takesCommands()) {
                if (client.mustWait()) {
                    int next = Math.min(reader.position(), end);
                    if (lent) {
                        client.atWork().pause(Arrays.copyOfRange(frame, next, end), 0, end - next);
                    } else {
                        client.atWork().pause(frame, next, end);
                    }
                    return;
                }
                dispatch(client, reader.next());
            }
        } catch (MalformedCommandException e) {
            client.disconnect(Disconnect.BAD_REQUEST.because("bad request: " + e.getMessage()));
        } catch (Throwable e) {
            client.failed(e);
        }
        if (client.mustWait() && !client.isClosed()) {
            client.atWork().pause();
        }
    }

    private static boolean takeBytes(Client client, int bytes) {
        var own = client.rate();
        var usage = client.usage();
        var ofUser = usage == null ? null : usage.rate();
        if (own == null && ofUser == null) {
            return true;
        }
        long now = client.context().nanoTime();
        return (own == null || own.takeBytes(bytes, now))
                && (ofUser == null || ofUser.takeBytes(bytes, now));
    }

    /// Starts one command.
    static void dispatch(Client client, Command command) {
        client.context().metrics().received(1, 0);
        if (client.isNew() && !(command.request() instanceof Request.Connect)) {
            client.badRequest("the first command must be connect, with an id");
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
        var refusal = refusal(client, command, request);
        if (refusal != null) {
            refuse(client, command.id(), request, refusal);
        } else if (client.takesCommands()) {
            handle(client, command.id(), request);
        }
    }

    private static void handle(Client client, long id, Request request) {
        switch (request) {
            case Request.Connect connect -> ConnectHandler.handle(client, id, connect);
            case Request.Subscribe subscribe -> SubscribeHandler.handle(client, id, subscribe);
            case Request.Unsubscribe unsubscribe ->
                    UnsubscribeHandler.handle(client, id, unsubscribe.channel());
            case Request.Publish publish -> PublishHandler.handle(client, id, publish);
            case Request.Rpc rpc -> RpcHandler.handle(client, id, rpc);
            case Request.Send send -> SendHandler.handle(client, send);
            case Request.Presence presence ->
                    PresenceHandler.handle(client, id, presence.channel(), false);
            case Request.PresenceStats stats ->
                    PresenceHandler.handle(client, id, stats.channel(), true);
            case Request.History history -> HistoryHandler.handle(client, id, history);
            case Request.Refresh refresh -> RefreshHandler.handle(client, id, refresh.token());
            case Request.SubRefresh refresh -> SubRefreshHandler.handle(client, id, refresh);
        }
    }

    /// Why the command is not even looked at: it comes too fast, or the program's hook says so.
    private static @Nullable ErrorReply refusal(Client client, Command command, Request request) {
        if (!(request instanceof Request.Connect) && !takeCommand(client)) {
            return ErrorReply.TOO_MANY_REQUESTS.because(
                    "too many requests: commands come faster than this server lets one connection"
                            + " or user send them; wait a second");
        }
        var hook = client.context().handlers().hook();
        if (hook == null) {
            return null;
        }
        try {
            return hook.before(client, command);
        } catch (Throwable e) {
            return HandlerCalls.internal(client, e);
        }
    }

    private static boolean takeCommand(Client client) {
        long now = client.context().nanoTime();
        var own = client.rate();
        var usage = client.usage();
        var ofUser = usage == null ? null : usage.rate();
        return (own == null || own.takeCommand(now)) && (ofUser == null || ofUser.takeCommand(now));
    }

    private static void refuse(Client client, long id, Request request, ErrorReply refusal) {
        if (request instanceof Request.Connect) {
            ConnectHandler.refuse(client, id, refusal);
        } else if (!(request instanceof Request.Send)) {
            client.refuse(id, request.method(), refusal);
        } else if (refusal.code() == ErrorReply.TOO_MANY_REQUESTS.code()) {
            client.disconnect(Disconnect.TOO_MANY_REQUESTS.because(refusal.message()));
        } else {
            client.disconnect(Disconnect.NOT_AVAILABLE.because(refusal.message()));
        }
    }
}
