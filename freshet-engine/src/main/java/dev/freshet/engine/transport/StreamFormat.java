package dev.freshet.engine.transport;

import dev.freshet.engine.protocol.Codec;
import dev.freshet.engine.protocol.JsonCodec;
import dev.freshet.engine.protocol.ProtobufCodec;
import dev.freshet.engine.transport.StreamFraming.Separation;

/// How messages look on a stream, and what its head says about them (§21, §22).
///
/// One instance for all streams of a kind, because groups compare forms by identity.
final class StreamFormat {
    static final StreamFormat LINES = lines(JsonCodec.INSTANCE);
    static final StreamFormat PROTOBUF =
            new StreamFormat(
                    ProtobufCodec.INSTANCE, Separation.NONE, "application/octet-stream", "");
    static final StreamFormat EVENTS = events(JsonCodec.INSTANCE);
    static final StreamFormat BARE_LINES = lines(JsonCodec.BARE);
    static final StreamFormat BARE_EVENTS = events(JsonCodec.BARE);

    private final Wire chunked;
    private final Wire unchunked;
    private final String contentType;
    private final String firstBytes;

    private StreamFormat(
            Codec codec, Separation separation, String contentType, String firstBytes) {
        this.chunked = new Wire(codec, new StreamFraming(separation, true));
        this.unchunked = new Wire(codec, new StreamFraming(separation, false));
        this.contentType = contentType;
        this.firstBytes = firstBytes;
    }

    private static StreamFormat lines(Codec codec) {
        return new StreamFormat(codec, Separation.LINES, "text/plain; charset=utf-8", "");
    }

    private static StreamFormat events(Codec codec) {
        return new StreamFormat(
                codec, Separation.EVENTS, "text/event-stream; charset=utf-8", "\r\n");
    }

    /// @param inChunks false where the peer's HTTP/1.0 knows no chunks
    Wire wire(boolean inChunks) {
        return inChunks ? chunked : unchunked;
    }

    String contentType() {
        return contentType;
    }

    /// What comes before the first message, so that the peer sees at once that the stream is open.
    String firstBytes() {
        return firstBytes;
    }
}
