package dev.freshet.engine.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// The JSON form of the protocol: commands read by [JsonCommandReader], replies and pushes written
/// here.
///
/// Zero values are left out and 64-bit numbers are plain, unlike protobuf's own JSON mapping (§3).
public final class JsonCodec implements Codec {
    public static final JsonCodec INSTANCE = new JsonCodec(false);

    /// For unidirectional transports.
    public static final JsonCodec BARE = new JsonCodec(true);

    private static final int CLIENT_INFO_BYTES =
            "\"info\":{\"user\":\"\",\"client\":\"\"},".length();
    private static final int INFO_NAME_BYTES = ",\"conn_info\":".length();
    private static final int PUBLICATION_BYTES = "\"pub\":{\"data\":}".length();
    private static final int OFFSET_BYTES = ",\"offset\":".length() + 19;
    private static final int TAGS_BYTES = ",\"tags\":{}".length();
    private static final int TAG_BYTES = ",\"\":\"\"".length();

    private final boolean bare;
    private final String pushBegin;
    private final String pushEnd;

    private JsonCodec(boolean bare) {
        this.bare = bare;
        this.pushBegin = bare ? "{" : "{\"push\":{";
        this.pushEnd = bare ? "}" : "}}";
    }

    @Override
    public CommandReader commands(byte[] frame, int offset, int length) {
        return new JsonCommandReader(frame, offset, length);
    }

    /// Reads a connect request that is no command, as unidirectional transports have it (§22).
    ///
    /// @throws MalformedCommandException when it is not one
    public static Request.Connect connectRequest(byte[] frame, int offset, int length)
            throws MalformedCommandException {
        return JsonCommandReader.connectRequest(frame, offset, length);
    }

    @Override
    public boolean isBare() {
        return bare;
    }

    @Override
    public boolean carries(Payload payload) {
        return payload.isJson();
    }

    @Override
    public boolean carries(Result result) {
        return JsonPayloads.areAll(result);
    }

    @Override
    public boolean carries(ChannelMessage message) {
        return JsonPayloads.areAll(message);
    }

    // ---- replies

    @Override
    public void writeResult(ByteBuf out, long id, Result result) {
        var json = new JsonWriter(out);
        if (bare && result instanceof Result.Connect connect) {
            writePush(out, new Push.Connect(connect));
            return;
        }
        beginReply(json, id, result.method());
        JsonResults.write(json, result);
        json.ascii("}}");
    }

    @Override
    public void writeError(ByteBuf out, long id, ErrorReply error) {
        var json = new JsonWriter(out);
        beginReply(json, id, "error");
        json.numberUnlessZero("code", error.code());
        json.textUnlessEmpty("message", error.message());
        json.flag("temporary", error.temporary());
        json.ascii("}}");
    }

    private static void beginReply(JsonWriter json, long id, String member) {
        json.ascii("{");
        json.numberUnlessZero("id", id);
        json.name(member);
        json.ascii("{");
    }

    // ---- pushes

    @Override
    public void writePush(ByteBuf out, Push push) {
        var json = new JsonWriter(out);
        json.ascii(pushBegin);
        JsonResults.write(json, push);
        json.ascii(pushEnd);
    }

    @Override
    public void writePing(ByteBuf out) {
        out.writeByte('{').writeByte('}');
    }

    @Override
    public byte[] channelPrefix(String channel) {
        var out = Unpooled.buffer(channel.length() + 32);
        var json = new JsonWriter(out);
        json.ascii(pushBegin);
        json.text("channel", channel);
        json.ascii(",");
        return ByteBufUtil.getBytes(out);
    }

    @Override
    public void writeMessage(ByteBuf out, byte[] prefix, ChannelMessage message) {
        var json = new JsonWriter(out);
        out.writeBytes(prefix);
        switch (message) {
            case Publication publication -> {
                json.ascii("\"pub\":{\"data\":");
                publication.data().writeLineTo(out);
                JsonResults.writeRest(json, publication);
            }
            case ChannelMessage.Join(var info) -> writeInfo(json, "join", info);
            case ChannelMessage.Leave(var info) -> writeInfo(json, "leave", info);
        }
        json.ascii("}");
        json.ascii(pushEnd);
    }

    private static void writeInfo(JsonWriter json, String member, ClientInfo info) {
        json.name(member);
        json.ascii("{");
        JsonResults.writeInfo(json, "info", info);
    }

    @Override
    public void writeDelta(
            ByteBuf out, byte[] prefix, Publication publication, @Nullable Payload base) {
        var json = new JsonWriter(out);
        out.writeBytes(prefix);
        json.ascii("\"pub\":{");
        JsonResults.writeDelta(json, publication, base);
        json.ascii("}");
        json.ascii(pushEnd);
    }

    @Override
    public int messageSize(byte[] prefix, ChannelMessage message) {
        return prefix.length
                + pushEnd.length()
                + switch (message) {
                    case Publication publication -> publicationSize(publication);
                    case ChannelMessage.Join(var info) -> PUBLICATION_BYTES + infoSize(info);
                    case ChannelMessage.Leave(var info) -> PUBLICATION_BYTES + infoSize(info);
                };
    }

    private static int publicationSize(Publication publication) {
        int size = PUBLICATION_BYTES + publication.data().lineSize();
        var info = publication.info();
        if (info != null) {
            size += infoSize(info);
        }
        if (publication.offset() != 0) {
            size += OFFSET_BYTES;
        }
        if (!publication.tags().isEmpty()) {
            size += TAGS_BYTES;
            for (var tag : publication.tags().entrySet()) {
                size +=
                        TAG_BYTES
                                + ByteBufUtil.utf8Bytes(tag.getKey())
                                + ByteBufUtil.utf8Bytes(tag.getValue());
            }
        }
        return size;
    }

    private static int infoSize(ClientInfo info) {
        return CLIENT_INFO_BYTES
                + ByteBufUtil.utf8Bytes(info.user())
                + ByteBufUtil.utf8Bytes(info.client())
                + (info.connInfo() == null ? 0 : info.connInfo().lineSize() + INFO_NAME_BYTES)
                + (info.chanInfo() == null ? 0 : info.chanInfo().lineSize() + INFO_NAME_BYTES);
    }
}
