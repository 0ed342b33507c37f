package dev.freshet.engine.transport;

import dev.freshet.engine.client.Client;
import dev.freshet.engine.client.ClientLoop;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.JsonCodec;
import dev.freshet.engine.protocol.Utf8;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket that speaks the client protocol, in JSON or Protobuf.
final class WebSocketTransport extends WireTransport implements WebSocketListener {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketTransport.class);

    /// A refused client is given this long to go away by itself.
    private static final int ABANDON_SECONDS = 5;

    private final WebSocketFrames frames;
    private final boolean framePings;
    private final Client client;

    WebSocketTransport(
            ClientLoop loop,
            WebSocketLoop sockets,
            Wire wire,
            @Nullable MessageCompression compression,
            int maxMessageBytes,
            boolean framePings,
            @Nullable Credentials credentials) {
        super(loop, wire);
        this.framePings = framePings;
        this.frames =
                new WebSocketFrames(sockets, maxMessageBytes, wire.framing(), compression, this);
        this.client = new Client(loop, this, credentials);
    }

    WebSocketFrames frames() {
        return frames;
    }

    Client client() {
        return client;
    }

    // ---- from the socket

    @Override
    public void onMessage(byte[] buffer, int offset, int length, boolean text) {
        loop().metrics().received(0, length);
        // Commands may come in binary frames (§1), whose bytes nobody has checked yet; a payload
        // that is not UTF-8 would make every subscriber's browser close its connection.
        if (wire().codec() == JsonCodec.INSTANCE
                && !text
                && Utf8.firstInvalid(buffer, offset, length) >= 0) {
            client.disconnect(
                    Disconnect.BAD_REQUEST.because("bad request: the frame is not valid UTF-8"));
            return;
        }
        client.onFrame(buffer, offset, length);
    }

    @Override
    public void onPong() {
        // RFC 6455 allows pongs that nobody asked for; only where pings are frames do they count.
        if (framePings) {
            client.onPongFrame();
        }
    }

    @Override
    public void onWritable() {
        client.onWritable();
    }

    @Override
    public void onTooLong(long bytes, int limit) {
        loop().engineMetrics().oversizeMessages().increment();
        LOG.warn(
                "client {} user \"{}\" at {} sent a message of {} bytes, more than"
                        + " message_size_limit = {}; closed with 1009",
                client.id(),
                client.user(),
                frames.remoteAddress(),
                bytes,
                limit);
    }

    @Override
    public void onClosed() {
        client.onClosed();
    }

    // ---- to the socket

    @Override
    Outbound outbound() {
        return frames.outbound();
    }

    @Override
    public void ping() {
        if (framePings) {
            frames.ping();
        } else {
            super.ping();
        }
    }

    @Override
    public boolean pingsWithFrames() {
        return framePings;
    }

    @Override
    public boolean isEmulated() {
        return false;
    }

    @Override
    public boolean isUnidirectional() {
        return false;
    }

    @Override
    public String session() {
        return "";
    }

    @Override
    public void pauseReading() {
        frames.pauseReading();
    }

    @Override
    public void resumeReading() {
        frames.resumeReading();
    }

    @Override
    public void close(Disconnect disconnect) {
        frames.close(disconnect.code(), disconnect.reason());
    }

    @Override
    public void abandon() {
        frames.abandon(ABANDON_SECONDS);
    }
}
