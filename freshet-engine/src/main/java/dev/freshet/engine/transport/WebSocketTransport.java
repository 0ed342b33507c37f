package dev.freshet.engine.transport;

import dev.freshet.engine.client.Client;
import dev.freshet.engine.client.ClientLoop;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.Transport;
import dev.freshet.engine.hub.WireForm;
import dev.freshet.engine.protocol.Codec;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.JsonCodec;
import dev.freshet.engine.protocol.Push;
import dev.freshet.engine.protocol.Result;
import dev.freshet.engine.protocol.Utf8;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket that speaks the client protocol, in JSON or Protobuf.
final class WebSocketTransport implements Transport, WebSocketListener {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketTransport.class);

    /// A refused client is given this long to go away by itself.
    private static final int ABANDON_SECONDS = 5;

    private final ClientLoop loop;
    private final Wire wire;
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
        this.loop = loop;
        this.wire = wire;
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
        loop.metrics().received(0, length);
        // Commands may come in binary frames (§1), whose bytes nobody has checked yet; a payload
        // that is not UTF-8 would make every subscriber's browser close its connection.
        if (wire.codec() == JsonCodec.INSTANCE
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
        loop.engineMetrics().oversizeMessages().increment();
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
    public Codec codec() {
        return wire.codec();
    }

    @Override
    public WireForm wireForm(boolean delta) {
        return wire.form(delta);
    }

    @Override
    public void send(ByteBuf bytes, int messages) {
        loop.metrics().sent(messages, bytes.readableBytes());
        frames.write(bytes);
    }

    @Override
    public void reply(long id, Result result) {
        message(out -> wire.codec().writeResult(out, id, result));
    }

    @Override
    public void error(long id, ErrorReply error) {
        message(out -> wire.codec().writeError(out, id, error));
    }

    @Override
    public void push(Push push) {
        message(out -> wire.codec().writePush(out, push));
    }

    private void message(Consumer<ByteBuf> writer) {
        loop.metrics().sent(1, frames.message(writer));
    }

    @Override
    public void ping() {
        if (framePings) {
            frames.ping();
        } else {
            frames.write(wire.ping());
        }
    }

    @Override
    public boolean pingsWithFrames() {
        return framePings;
    }

    @Override
    public boolean isWritable() {
        return frames.isWritable();
    }

    @Override
    public long unsentBytes() {
        return frames.unsentBytes();
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
