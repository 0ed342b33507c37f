package dev.freshet.engine.transport;

import dev.freshet.engine.client.Transport;
import dev.freshet.engine.hub.WireForm;
import dev.freshet.engine.protocol.Codec;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Push;
import dev.freshet.engine.protocol.Result;
import io.netty.buffer.ByteBuf;

/// A transport that writes nothing, so that what comes before the writing can be measured.
final class SinkTransport implements Transport {
    @Override
    public Codec codec() {
        return Wire.WEBSOCKET_JSON.codec();
    }

    @Override
    public WireForm wireForm(boolean delta) {
        return Wire.WEBSOCKET_JSON.form(delta);
    }

    @Override
    public void send(ByteBuf bytes, int messages) {
        bytes.release();
    }

    @Override
    public void reply(long id, Result result) {}

    @Override
    public void error(long id, ErrorReply error) {
        throw new IllegalStateException(error.message());
    }

    @Override
    public void push(Push push) {
        throw new IllegalStateException(push.toString());
    }

    @Override
    public void ping() {}

    @Override
    public boolean pingsWithFrames() {
        return false;
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
    public boolean isWritable() {
        return true;
    }

    @Override
    public long unsentBytes() {
        return 0;
    }

    @Override
    public void flush() {}

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close(Disconnect disconnect) {
        throw new IllegalStateException(disconnect.reason());
    }

    @Override
    public void abandon() {}
}
