package dev.freshet.engine.transport;

/// The peer broke RFC 6455; the connection ends with this code. Any stranger can cause it: no stack
/// trace.
final class WebSocketException extends Exception {
    private final int code;

    WebSocketException(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    static WebSocketException protocol(String message) {
        return new WebSocketException(WebSocketFrames.PROTOCOL_ERROR, message);
    }

    int code() {
        return code;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
