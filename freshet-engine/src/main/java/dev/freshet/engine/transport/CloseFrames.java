package dev.freshet.engine.transport;

import dev.freshet.engine.protocol.Utf8;

/// What a peer's close frame may hold: nothing, or a code that may be sent and a reason in UTF-8
/// (RFC 6455 §7.4).
final class CloseFrames {
    private CloseFrames() {}

    static void check(byte[] payload) throws WebSocketException {
        if (payload.length == 0) {
            return;
        }
        if (payload.length == 1) {
            throw WebSocketException.protocol("a close frame of one byte");
        }
        int code = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        if (!mayBeSent(code)) {
            throw WebSocketException.protocol("close code " + code + " must not be sent");
        }
        if (Utf8.firstInvalid(payload, 2, payload.length - 2) >= 0) {
            throw new WebSocketException(
                    WebSocketFrames.INVALID_DATA, "a close reason is not valid UTF-8");
        }
    }

    private static boolean mayBeSent(int code) {
        if (code >= 3000 && code <= 4999) {
            return true;
        }
        return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
    }
}
