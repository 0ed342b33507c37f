package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Request;
import dev.freshet.engine.protocol.Result;

/// The connect command (§6): only the first one counts.
final class ConnectHandler {
    private static final String METHOD = "connect";

    private ConnectHandler() {}

    static void handle(Client client, long id, Request.Connect request) {
        if (!client.isNew()) {
            refuseSecond(client);
            return;
        }
        var handler = client.context().handlers().connect();
        client.connecting();
        if (handler == null) {
            finish(client, id, request, Answer.accept(ConnectReply.ok()));
        } else {
            HandlerCalls.ask(
                    client,
                    handler,
                    new ConnectEvent(client, request),
                    answer -> finish(client, id, request, answer));
        }
    }

    private static void finish(
            Client client, long id, Request.Connect request, Answer<ConnectReply> answer) {
        switch (answer) {
            case Answer.Accepted<ConnectReply>(var reply) -> accept(client, id, request, reply);
            case Answer.Refused<ConnectReply>(var error) -> refused(client, id, error);
            case Answer.Disconnected<ConnectReply>(var disconnect) -> client.disconnect(disconnect);
        }
    }

    /// Refuses the command before it is looked at.
    static void refuse(Client client, long id, ErrorReply error) {
        if (client.isNew()) {
            refused(client, id, error);
        } else {
            refuseSecond(client);
        }
    }

    private static void refuseSecond(Client client) {
        client.badRequest("connect was sent a second time");
    }

    private static void refused(Client client, long id, ErrorReply error) {
        if (client.transport().isUnidirectional()) {
            client.disconnect(UnidirectionalErrors.disconnect(error));
            return;
        }
        client.refuse(id, METHOD, error);
        client.connectRefused();
    }

    private static void accept(
            Client client, long id, Request.Connect request, ConnectReply reply) {
        var credentials = reply.credentials() != null ? reply.credentials() : client.credentials();
        if (credentials == null) {
            client.badRequest("nobody said who this connection belongs to");
            return;
        }
        var expiry = reply.expiry();
        if (expiry != null && expiry.isPast(client.context().now())) {
            refused(
                    client,
                    id,
                    ErrorReply.EXPIRED.because("expired: the connection's expiry is in the past"));
            return;
        }
        client.identify(credentials);
        if (client.isClosed()) {
            return;
        }
        ServerSubscriptions.connect(
                client,
                reply.subscriptions(),
                request.subscriptions(),
                subscriptions -> complete(client, id, reply, credentials, subscriptions));
    }

    private static void complete(
            Client client,
            long id,
            ConnectReply reply,
            Credentials credentials,
            ServerSubscriptions subscriptions) {
        switch (subscriptions.failure()) {
            case Admission.Refused(var error) -> refused(client, id, error);
            case Admission.Ended(var disconnect) -> client.disconnect(disconnect);
            case null, default -> connected(client, id, reply, credentials, subscriptions);
        }
    }

    private static void connected(
            Client client,
            long id,
            ConnectReply reply,
            Credentials credentials,
            ServerSubscriptions subscriptions) {
        var limits = client.context().limits();
        var pings = reply.pings() == null ? limits.pings() : reply.pings();
        var counted = client.connected(credentials, pings);
        int maxOfUser = limits.perUser().maxConnections();
        if (maxOfUser > 0 && counted.ofUser() > maxOfUser && !credentials.shared()) {
            client.disconnect(
                    Disconnect.CONNECTION_LIMIT.because(
                            "connection limit: a user may have "
                                    + maxOfUser
                                    + " connections; close one first"));
            return;
        }
        client.expire(reply.expiry());
        client.reply(id, result(client, reply, pings, subscriptions));
        subscriptions.start();
        closeOverLimit(client, counted.ofAll());
        client.context().arrivals().connected(client);
    }

    private static Result.Connect result(
            Client client, ConnectReply reply, PingRule pings, ServerSubscriptions subscriptions) {
        var context = client.context();
        int ttl = Expiry.toldSeconds(reply.expiry(), context.now());
        var transport = client.transport();
        boolean protocolPings = pings.isOn() && !transport.pingsWithFrames();
        return new Result.Connect(
                client.id(),
                context.limits().version(),
                ttl > 0,
                ttl,
                reply.data(),
                subscriptions.results(),
                protocolPings ? (int) pings.interval().toSeconds() : 0,
                protocolPings && !pings.pongTimeout().isZero() && !transport.isUnidirectional(),
                transport.session(),
                transport.isEmulated() ? context.node().cluster().nodeId() : "",
                context.limits().tellsTime() ? context.now().toEpochMilli() : 0);
    }

    /// As in the reference the client is counted first, so that exactly the limit survives.
    private static void closeOverLimit(Client client, int connections) {
        var limits = client.context().limits();
        if (!client.isClosed()
                && limits.maxConnections() >= 0
                && connections > limits.maxConnections()) {
            var close = limits.overLimit();
            client.disconnect(
                    close.because(
                            close.reason()
                                    + ": this server takes "
                                    + limits.maxConnections()
                                    + " connections; raise max_connections in [live]"));
        }
    }
}
