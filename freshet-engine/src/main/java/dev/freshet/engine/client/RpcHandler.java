package dev.freshet.engine.client;

import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Request;
import dev.freshet.engine.protocol.Result;

/// The rpc command (§13).
final class RpcHandler {
    private static final String METHOD = "rpc";

    private RpcHandler() {}

    static void handle(Client client, long id, Request.Rpc request) {
        var handler = client.context().handlers().rpc();
        if (handler == null) {
            client.refuse(
                    id,
                    METHOD,
                    ErrorReply.NOT_AVAILABLE.because(
                            "not available: this server has no remote procedures"));
            return;
        }
        HandlerCalls.ask(
                client,
                handler,
                new RpcEvent(client, request.rpcMethod(), request.data()),
                answer -> finish(client, id, answer));
    }

    private static void finish(Client client, long id, Answer<RpcReply> answer) {
        switch (answer) {
            case Answer.Accepted<RpcReply>(var reply) ->
                    client.reply(id, new Result.Rpc(reply.data()));
            case Answer.Refused<RpcReply>(var error) -> client.refuse(id, METHOD, error);
            case Answer.Disconnected<RpcReply>(var disconnect) -> client.disconnect(disconnect);
        }
    }
}
