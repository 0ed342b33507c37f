package dev.freshet.engine.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.engine.hub.Lines;
import dev.freshet.engine.hub.WireForm;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Codec;
import dev.freshet.engine.protocol.JsonCodec;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.ProtobufCodec;
import dev.freshet.engine.protocol.ProtobufReplies;
import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a test's connection speaks. Commands are JSON, and what is sent is read as text, whatever
/// the form.
@SuppressWarnings("ImmutableEnumChecker") // codecs and forms are stateless
enum TestWire {
    /// Pushes that people can read: [Lines].
    LINES(JsonCodec.INSTANCE, Lines.FORM, Lines.DELTA),
    JSON(
            JsonCodec.INSTANCE,
            new CodecForm(JsonCodec.INSTANCE, false),
            new CodecForm(JsonCodec.INSTANCE, true)),
    PROTOBUF(
            new JsonCommands(ProtobufCodec.INSTANCE),
            new CodecForm(ProtobufCodec.INSTANCE, false),
            new CodecForm(ProtobufCodec.INSTANCE, true));

    final Codec codec;
    private final WireForm whole;
    private final WireForm delta;

    TestWire(Codec codec, WireForm whole, WireForm delta) {
        this.codec = codec;
        this.whole = whole;
        this.delta = delta;
    }

    WireForm form(boolean ofDelta) {
        return ofDelta ? delta : whole;
    }

    /// The messages in a piece of bytes, one line each.
    List<String> read(ByteBuf bytes) {
        return this == PROTOBUF
                ? ProtobufReplies.asJson(ByteBufUtil.getBytes(bytes))
                : bytes.toString(UTF_8).lines().toList();
    }

    /// As on a WebSocket, without its frames.
    private record CodecForm(Codec codec, boolean isDelta) implements WireForm {
        @Override
        public byte[] channelPrefix(String channel) {
            return codec.channelPrefix(channel);
        }

        @Override
        public boolean carries(ChannelMessage message) {
            return codec.carries(message);
        }

        @Override
        public int messageSize(byte[] prefix, ChannelMessage message) {
            return codec.messageSize(prefix, message);
        }

        @Override
        public ByteBuf encode(
                ByteBufAllocator allocator,
                byte[] prefix,
                List<ChannelMessage> messages,
                @Nullable Payload base) {
            var out = allocator.directBuffer();
            var last = base;
            for (var message : messages) {
                if (isDelta && message instanceof Publication publication) {
                    codec.writeDelta(
                            out, prefix, publication, publication.patchable() ? last : null);
                    last = publication.data();
                } else {
                    codec.writeMessage(out, prefix, message);
                }
                if (codec == JsonCodec.INSTANCE) {
                    out.writeByte('\n');
                }
            }
            return out;
        }
    }
}
