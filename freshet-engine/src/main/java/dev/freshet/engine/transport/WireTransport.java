package dev.freshet.engine.transport;

import dev.freshet.engine.client.ClientLoop;
import dev.freshet.engine.client.Transport;
import dev.freshet.engine.hub.WireForm;
import dev.freshet.engine.protocol.Codec;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Push;
import dev.freshet.engine.protocol.Result;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/// What all transports do alike: messages of one wire form, written through one [Outbound].
abstract class WireTransport implements Transport {
    private final ClientLoop loop;
    private final Wire wire;

    WireTransport(ClientLoop loop, Wire wire) {
        this.loop = loop;
        this.wire = wire;
    }

    abstract Outbound outbound();

    ClientLoop loop() {
        return loop;
    }

    Wire wire() {
        return wire;
    }

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
        outbound().write(bytes);
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
        loop.metrics().sent(1, outbound().message(writer));
    }

    @Override
    public void ping() {
        outbound().write(wire.ping());
    }

    @Override
    public boolean pingsWithFrames() {
        return false;
    }

    @Override
    public boolean isWritable() {
        return outbound().isWritable();
    }

    @Override
    public long unsentBytes() {
        return outbound().unsentBytes();
    }

    @Override
    public void flush() {
        outbound().flush();
    }
}
