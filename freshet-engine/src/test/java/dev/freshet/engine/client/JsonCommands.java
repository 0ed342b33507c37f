package dev.freshet.engine.client;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Codec;
import dev.freshet.engine.protocol.CommandReader;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.JsonCodec;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.Push;
import dev.freshet.engine.protocol.Result;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads commands in JSON and writes in another form, so that tests can type them.
///
/// @param frames told what is read from
record JsonCommands(Codec out, Consumer<byte[]> frames) implements Codec {
    JsonCommands(Codec out) {
        this(out, frame -> {});
    }

    @Override
    public CommandReader commands(byte[] frame, int offset, int length) {
        frames.accept(frame);
        return JsonCodec.INSTANCE.commands(frame, offset, length);
    }

    @Override
    public boolean isBare() {
        return out.isBare();
    }

    @Override
    public boolean carries(Payload payload) {
        return out.carries(payload);
    }

    @Override
    public boolean carries(Result result) {
        return out.carries(result);
    }

    @Override
    public boolean carries(ChannelMessage message) {
        return out.carries(message);
    }

    @Override
    public void writeResult(ByteBuf to, long id, Result result) {
        out.writeResult(to, id, result);
    }

    @Override
    public void writeError(ByteBuf to, long id, ErrorReply error) {
        out.writeError(to, id, error);
    }

    @Override
    public void writePush(ByteBuf to, Push push) {
        out.writePush(to, push);
    }

    @Override
    public void writePing(ByteBuf to) {
        out.writePing(to);
    }

    @Override
    public byte[] channelPrefix(String channel) {
        return out.channelPrefix(channel);
    }

    @Override
    public void writeMessage(ByteBuf to, byte[] prefix, ChannelMessage message) {
        out.writeMessage(to, prefix, message);
    }

    @Override
    public void writeDelta(
            ByteBuf to, byte[] prefix, Publication publication, @Nullable Payload base) {
        out.writeDelta(to, prefix, publication, base);
    }

    @Override
    public int messageSize(byte[] prefix, ChannelMessage message) {
        return out.messageSize(prefix, message);
    }
}
