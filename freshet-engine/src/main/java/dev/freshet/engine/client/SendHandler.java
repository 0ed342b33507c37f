package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.Request;

/// The send command: a message that has no reply, not even for an error.
final class SendHandler {
    private SendHandler() {}

    static void handle(Client client, Request.Send request) {
        var handler = client.context().handlers().message();
        if (handler == null) {
            client.disconnect(
                    Disconnect.NOT_AVAILABLE.because(
                            "not available: this server takes no messages (send)"));
            return;
        }
        try {
            handler.accept(new MessageEvent(client, request.data()));
        } catch (Throwable e) {
            var internal = HandlerCalls.internal(client, e);
            client.disconnect(Disconnect.INTERNAL.because(internal.message()));
        }
    }
}
