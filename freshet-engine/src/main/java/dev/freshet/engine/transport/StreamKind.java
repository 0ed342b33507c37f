package dev.freshet.engine.transport;

/// The transports that are an HTTP response which goes on.
public enum StreamKind {
    /// Lines of JSON, or Protobuf when the request is; commands come beside it (§21).
    HTTP_STREAM,

    /// An event stream for the browser's `EventSource`; commands come beside it (§21).
    SSE,

    /// Lines of JSON for a peer that only listens (§22).
    UNI_HTTP_STREAM,

    /// An event stream for a peer that only listens (§22).
    UNI_SSE;

    boolean isUnidirectional() {
        return this == UNI_HTTP_STREAM || this == UNI_SSE;
    }

    /// True when a GET may open it, with the connect request in the query.
    boolean opensWithGet() {
        return this == SSE || this == UNI_SSE;
    }

    /// @param protobuf true when the request is Protobuf, which only one kind knows (§1)
    StreamFormat format(boolean protobuf) {
        return switch (this) {
            case HTTP_STREAM -> protobuf ? StreamFormat.PROTOBUF : StreamFormat.LINES;
            case SSE -> StreamFormat.EVENTS;
            case UNI_HTTP_STREAM -> StreamFormat.BARE_LINES;
            case UNI_SSE -> StreamFormat.BARE_EVENTS;
        };
    }
}
