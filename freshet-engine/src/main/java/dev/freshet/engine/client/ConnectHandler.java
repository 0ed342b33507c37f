package dev.freshet.engine.client;

import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Request;
import dev.freshet.engine.protocol.Result;

/// The connect command (§6): only the first one counts.
final class ConnectHandler {
    private ConnectHandler() {}

    static void handle(Client client, long id, Request.Connect request) {
        if (!client.isNew()) {
            client.badRequest("connect was sent a second time");
            return;
        }
        var handler = client.context().handlers().connect();
        client.connecting();
        if (handler == null) {
            finish(client, id, Answer.accept(ConnectReply.ok()));
        } else {
            HandlerCalls.ask(
                    client,
                    handler,
                    new ConnectEvent(client, request),
                    answer -> finish(client, id, answer));
        }
    }

    private static void finish(Client client, long id, Answer<ConnectReply> answer) {
        switch (answer) {
            case Answer.Accepted<ConnectReply>(var reply) -> accept(client, id, reply);
            case Answer.Refused<ConnectReply>(var error) -> refuse(client, id, error);
            case Answer.Disconnected<ConnectReply>(var disconnect) -> client.disconnect(disconnect);
        }
    }

    private static void refuse(Client client, long id, ErrorReply error) {
        if (client.transport().isUnidirectional()) {
            client.disconnect(UnidirectionalErrors.disconnect(error));
            return;
        }
        client.refuse(id, error);
        client.connectRefused();
    }

    private static void accept(Client client, long id, ConnectReply reply) {
        var credentials = reply.credentials() != null ? reply.credentials() : client.credentials();
        if (credentials == null) {
            client.badRequest("nobody said who this connection belongs to");
            return;
        }
        client.connected(credentials);
        var limits = client.context().limits();
        var transport = client.transport();
        int connections = client.context().connections().add(credentials.user());
        boolean protocolPings = !limits.pingInterval().isZero() && !transport.pingsWithFrames();
        client.reply(
                id,
                new Result.Connect(
                        client.id(),
                        limits.version(),
                        false,
                        0,
                        reply.data(),
                        java.util.Map.of(),
                        protocolPings ? (int) limits.pingInterval().toSeconds() : 0,
                        protocolPings
                                && !limits.pongTimeout().isZero()
                                && !transport.isUnidirectional(),
                        transport.session(),
                        transport.isEmulated() ? client.context().node().id() : "",
                        0));
        // As in the reference the client is counted first, so that exactly the limit survives.
        if (limits.maxConnections() >= 0 && connections > limits.maxConnections()) {
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
