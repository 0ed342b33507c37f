package dev.freshet.engine.transport;

import dev.freshet.engine.client.Client;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.JsonCodec;
import dev.freshet.engine.protocol.MalformedCommandException;
import dev.freshet.engine.protocol.Utf8;

/// The connect request of a peer that only listens (§22): no command, but the bare request.
final class UnidirectionalConnect {
    private UnidirectionalConnect() {}

    /// Hands it to the client, or ends the connection when it cannot be read.
    static void take(Client client, byte[] buffer, int offset, int length) {
        if (Utf8.firstInvalid(buffer, offset, length) >= 0) {
            refuse(client, "the connect request is not valid UTF-8");
            return;
        }
        try {
            client.onConnectRequest(JsonCodec.connectRequest(buffer, offset, length));
        } catch (MalformedCommandException e) {
            refuse(client, "the connect request is " + e.getMessage());
        }
    }

    private static void refuse(Client client, String why) {
        client.disconnect(Disconnect.BAD_REQUEST.because("bad request: " + why));
    }
}
