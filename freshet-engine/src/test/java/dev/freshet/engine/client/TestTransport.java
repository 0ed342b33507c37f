package dev.freshet.engine.client;

import dev.freshet.engine.hub.WireForm;
import dev.freshet.engine.protocol.Codec;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Push;
import dev.freshet.engine.protocol.Result;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A transport that writes everything down, line by line.
final class TestTransport implements Transport {
    final List<String> sent = new ArrayList<>();
    final TestWire wire;
    boolean writable = true;
    boolean reading = true;
    boolean framePings;
    boolean emulated;
    boolean unidirectional;
    String session = "";
    boolean abandoned;
    long unsentBytes;
    int sends;
    Runnable onSend = () -> {};
    Runnable onFlush = () -> {};

    /// The arrays that commands were read from.
    final Set<byte[]> frames = Collections.newSetFromMap(new IdentityHashMap<>());

    @Nullable Disconnect closed;

    TestTransport(TestWire wire) {
        this.wire = wire;
    }

    /// What was sent since the last call.
    List<String> taken() {
        var lines = List.copyOf(sent);
        sent.clear();
        return lines;
    }

    private void line(Consumer<ByteBuf> writer) {
        var out = Unpooled.buffer();
        writer.accept(out);
        if (!writable) {
            unsentBytes += out.readableBytes();
        }
        sent.addAll(wire.read(out));
    }

    @Override
    public Codec codec() {
        return new JsonCommands(wire.codec, frames::add);
    }

    @Override
    public WireForm wireForm(boolean delta) {
        return wire.form(delta);
    }

    @Override
    public void send(ByteBuf bytes, int messages) {
        var lines = wire.read(bytes);
        if (lines.size() != messages) {
            throw new AssertionError(messages + " messages, but " + lines);
        }
        sent.addAll(lines);
        bytes.release();
        sends++;
        onSend.run();
    }

    @Override
    public void reply(long id, Result result) {
        line(out -> wire.codec.writeResult(out, id, result));
    }

    @Override
    public void error(long id, ErrorReply error) {
        line(out -> wire.codec.writeError(out, id, error));
    }

    @Override
    public void push(Push push) {
        line(out -> wire.codec.writePush(out, push));
    }

    @Override
    public void ping() {
        sent.add("{}");
    }

    @Override
    public boolean pingsWithFrames() {
        return framePings;
    }

    @Override
    public boolean isEmulated() {
        return emulated;
    }

    @Override
    public boolean isUnidirectional() {
        return unidirectional;
    }

    @Override
    public String session() {
        return session;
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public long unsentBytes() {
        return unsentBytes;
    }

    @Override
    public void flush() {
        onFlush.run();
    }

    @Override
    public void pauseReading() {
        reading = false;
    }

    @Override
    public void resumeReading() {
        reading = true;
    }

    @Override
    public void close(Disconnect disconnect) {
        closed = disconnect;
    }

    @Override
    public void abandon() {
        abandoned = true;
    }
}
