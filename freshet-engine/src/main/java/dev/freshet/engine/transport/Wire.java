package dev.freshet.engine.transport;

import dev.freshet.engine.hub.WireForm;
import dev.freshet.engine.protocol.Codec;
import dev.freshet.engine.protocol.JsonCodec;
import dev.freshet.engine.protocol.ProtobufCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

/// One way of writing messages: a codec, a framing, and the forms of batches made of them.
///
/// One instance for all connections of a kind, because groups compare forms by identity.
final class Wire {
    static final Wire WEBSOCKET_JSON = new Wire(JsonCodec.INSTANCE, Framing.WEBSOCKET_LINES);
    static final Wire WEBSOCKET_PROTOBUF =
            new Wire(ProtobufCodec.INSTANCE, Framing.WEBSOCKET_BINARY);
    static final Wire WEBSOCKET_BARE_JSON = new Wire(JsonCodec.BARE, Framing.WEBSOCKET_SINGLE);

    private final Codec codec;
    private final Framing framing;
    private final WireForm whole;
    private final WireForm delta;
    private final ByteBuf ping;

    Wire(Codec codec, Framing framing) {
        this(codec, framing, ping(codec, framing));
    }

    private Wire(Codec codec, Framing framing, ByteBuf ping) {
        this.codec = codec;
        this.framing = framing;
        this.whole = new MessageForm(codec, framing, false);
        this.delta = new MessageForm(codec, framing, true);
        this.ping = ping;
    }

    private static ByteBuf ping(Codec codec, Framing framing) {
        var piece = framing.begin(UnpooledByteBufAllocator.DEFAULT, 32);
        framing.beforeMessage(piece, true);
        int start = piece.writerIndex();
        codec.writePing(piece);
        framing.afterMessage(piece, start);
        return Unpooled.unreleasableBuffer(framing.seal(piece).asReadOnly());
    }

    /// The same with another framing, but for pings.
    Wire with(Framing other) {
        return new Wire(codec, other, ping);
    }

    Codec codec() {
        return codec;
    }

    Framing framing() {
        return framing;
    }

    /// A complete ping, the same for everybody; writing it releases nothing.
    ByteBuf ping() {
        return ping.duplicate();
    }

    /// @param ofDelta true for subscriptions that asked for deltas
    WireForm form(boolean ofDelta) {
        return ofDelta ? delta : whole;
    }
}
