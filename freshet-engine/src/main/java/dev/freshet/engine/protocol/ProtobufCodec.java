package dev.freshet.engine.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// The Protobuf form of the protocol: commands read by [ProtobufCommandReader], replies and pushes
/// written here, each with its length in front (§2). Payloads may be any bytes.
public final class ProtobufCodec implements Codec {
    public static final ProtobufCodec INSTANCE = new ProtobufCodec(false);

    /// For unidirectional transports.
    public static final ProtobufCodec BARE = new ProtobufCodec(true);

    private static final int REPLY_ID = 1;
    private static final int REPLY_ERROR = 2;
    private static final int REPLY_PUSH = 4;
    private static final int PUSH_CHANNEL = 2;
    private static final int PUSH_PUBLICATION = 4;
    private static final int PUSH_JOIN = 5;
    private static final int PUSH_LEAVE = 6;

    /// The only field of joins and leaves.
    private static final int INFO = 1;

    private final boolean bare;

    private ProtobufCodec(boolean bare) {
        this.bare = bare;
    }

    @Override
    public CommandReader commands(byte[] frame, int offset, int length) {
        return new ProtobufCommandReader(frame, offset, length);
    }

    @Override
    public boolean isBare() {
        return bare;
    }

    @Override
    public boolean carries(Payload payload) {
        return true;
    }

    @Override
    public boolean carries(Result result) {
        return true;
    }

    @Override
    public boolean carries(ChannelMessage message) {
        return true;
    }

    // ---- replies

    @Override
    public void writeResult(ByteBuf out, long id, Result result) {
        if (bare && result instanceof Result.Connect connect) {
            writePush(out, new Push.Connect(connect));
            return;
        }
        var writer = new ProtobufWriter();
        int reply = writer.begin();
        writer.number(REPLY_ID, id);
        int message = writer.begin(ProtobufResults.field(result));
        ProtobufResults.write(writer, result);
        writer.end(message);
        writer.end(reply);
        writer.copyTo(out);
    }

    @Override
    public void writeError(ByteBuf out, long id, ErrorReply error) {
        var writer = new ProtobufWriter();
        int reply = writer.begin();
        writer.number(REPLY_ID, id);
        int message = writer.begin(REPLY_ERROR);
        writer.number(1, error.code());
        writer.text(2, error.message());
        writer.flag(3, error.temporary());
        writer.end(message);
        writer.end(reply);
        writer.copyTo(out);
    }

    // ---- pushes

    @Override
    public void writePush(ByteBuf out, Push push) {
        var writer = new ProtobufWriter();
        int message = writer.begin();
        if (bare) {
            ProtobufResults.write(writer, push);
        } else {
            int inner = writer.begin(REPLY_PUSH);
            ProtobufResults.write(writer, push);
            writer.end(inner);
        }
        writer.end(message);
        writer.copyTo(out);
    }

    @Override
    public void writePing(ByteBuf out) {
        out.writeByte(0);
    }

    @Override
    public byte[] channelPrefix(String channel) {
        var out = Unpooled.buffer(channel.length() + 8);
        ProtobufFields.writeText(out, PUSH_CHANNEL, channel);
        return ByteBufUtil.getBytes(out);
    }

    @Override
    public void writeMessage(ByteBuf out, byte[] prefix, ChannelMessage message) {
        switch (message) {
            case Publication publication ->
                    writePublication(out, prefix, publication, publication.data().bytes(), false);
            case ChannelMessage.Join(var info) -> writeInfo(out, prefix, PUSH_JOIN, info);
            case ChannelMessage.Leave(var info) -> writeInfo(out, prefix, PUSH_LEAVE, info);
        }
    }

    @Override
    public void writeDelta(
            ByteBuf out, byte[] prefix, Publication publication, @Nullable Payload base) {
        var whole = publication.data().bytes();
        var patch = base == null ? null : FossilDelta.smaller(base.bytes(), whole, false);
        writePublication(out, prefix, publication, patch == null ? whole : patch, patch != null);
    }

    private void writePublication(
            ByteBuf out, byte[] prefix, Publication publication, byte[] data, boolean delta) {
        int size = ProtobufPublications.size(publication, data, delta);
        beginMessage(out, prefix, PUSH_PUBLICATION, size);
        ProtobufPublications.write(out, publication, data, delta);
    }

    private void writeInfo(ByteBuf out, byte[] prefix, int field, ClientInfo info) {
        beginMessage(out, prefix, field, joinSize(info));
        ProtobufPublications.writeInfo(out, INFO, info);
    }

    /// Writes all that stands in front of the message's own fields.
    private void beginMessage(ByteBuf out, byte[] prefix, int field, int size) {
        int push = prefix.length + ProtobufFields.messageSize(size);
        if (bare) {
            ProtobufFields.writeVarint(out, push);
        } else {
            ProtobufFields.writeVarint(out, ProtobufFields.messageSize(push));
            ProtobufFields.writeHead(out, REPLY_PUSH, push);
        }
        out.writeBytes(prefix);
        ProtobufFields.writeHead(out, field, size);
    }

    @Override
    public int messageSize(byte[] prefix, ChannelMessage message) {
        int size =
                switch (message) {
                    case Publication publication ->
                            ProtobufPublications.size(
                                    publication, publication.data().bytes(), false);
                    case ChannelMessage.Join(var info) -> joinSize(info);
                    case ChannelMessage.Leave(var info) -> joinSize(info);
                };
        int push = prefix.length + ProtobufFields.messageSize(size);
        int framed = bare ? push : ProtobufFields.messageSize(push);
        return ProtobufFields.varintSize(framed) + framed;
    }

    private static int joinSize(ClientInfo info) {
        return ProtobufFields.messageSize(ProtobufPublications.infoSize(info));
    }
}
