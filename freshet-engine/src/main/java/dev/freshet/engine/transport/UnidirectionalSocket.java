package dev.freshet.engine.transport;

import dev.freshet.engine.client.Client;
import dev.freshet.engine.client.ClientLoop;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.Push;
import org.jspecify.annotations.Nullable;

/// One WebSocket whose peer only listens (§22): its connect request came with the handshake or is
/// its one message.
final class UnidirectionalSocket extends WireTransport implements WebSocketListener {
    private static final int ABANDON_SECONDS = 5;

    private final WebSocketFrames frames;
    private final String session = SessionIds.next();
    private final Client client;
    private boolean asked;

    /// @param asked true when the connect request came with the handshake
    UnidirectionalSocket(
            ClientLoop loop,
            WebSocketLoop sockets,
            int maxMessageBytes,
            boolean asked,
            @Nullable Credentials credentials) {
        super(loop, Wire.WEBSOCKET_BARE_JSON);
        this.asked = asked;
        this.frames = new WebSocketFrames(sockets, maxMessageBytes, wire().framing(), null, this);
        this.client = new Client(loop, this, credentials);
    }

    WebSocketFrames frames() {
        return frames;
    }

    /// Takes the connect request.
    void connect(byte[] buffer, int offset, int length) {
        UnidirectionalConnect.take(client, buffer, offset, length);
    }

    @Override
    public void onMessage(byte[] buffer, int offset, int length, boolean text) {
        loop().metrics().received(0, length);
        if (asked) {
            client.disconnect(
                    Disconnect.BAD_REQUEST.because(
                            "bad request: a unidirectional connection takes no commands"));
        } else {
            asked = true;
            connect(buffer, offset, length);
        }
    }

    @Override
    public void onWritable() {
        client.onWritable();
    }

    @Override
    public void onTooLong(long bytes, int limit) {
        loop().engineMetrics().oversizeMessages().increment();
    }

    @Override
    public void onClosed() {
        client.onClosed();
    }

    @Override
    Outbound outbound() {
        return frames.outbound();
    }

    @Override
    public boolean isEmulated() {
        return false;
    }

    @Override
    public boolean isUnidirectional() {
        return true;
    }

    @Override
    public String session() {
        return session;
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
        push(new Push.Disconnect(disconnect.code(), disconnect.reason()));
        frames.close(disconnect.code(), disconnect.reason());
    }

    @Override
    public void abandon() {
        frames.abandon(ABANDON_SECONDS);
    }
}
