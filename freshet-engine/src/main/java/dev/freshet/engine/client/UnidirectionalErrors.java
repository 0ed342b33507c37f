package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;

/// How a refused connect is said where there are no replies: by a disconnect (§22).
final class UnidirectionalErrors {
    private UnidirectionalErrors() {}

    static Disconnect disconnect(ErrorReply error) {
        var disconnect =
                switch (error.code()) {
                    case 109, 110 -> Disconnect.CONNECTION_EXPIRED;
                    case 111 -> Disconnect.TOO_MANY_REQUESTS;
                    case 103 -> Disconnect.PERMISSION_DENIED;
                    default -> Disconnect.INTERNAL;
                };
        return error.message().isEmpty() ? disconnect : disconnect.because(error.message());
    }
}
