package dev.freshet.engine.transport;

import dev.freshet.engine.hub.WireForm;
import dev.freshet.engine.protocol.JsonCodec;
import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/// Publications as lines of JSON in one WebSocket text frame (§2).
final class JsonTextFrames implements WireForm {
    static final JsonTextFrames INSTANCE = new JsonTextFrames();

    private JsonTextFrames() {}

    @Override
    public byte[] publicationPrefix(String channel) {
        return JsonCodec.publicationPrefix(channel);
    }

    @Override
    public int publicationSize(byte[] prefix, Publication publication) {
        return JsonCodec.publicationSize(prefix, publication);
    }

    @Override
    public ByteBuf encode(
            ByteBufAllocator allocator, byte[] prefix, List<Publication> publications) {
        int size = FrameHeader.MAX_SERVER_BYTES + publications.size();
        for (var publication : publications) {
            size += JsonCodec.publicationSize(prefix, publication);
        }
        var frame = allocator.directBuffer(size);
        frame.writeZero(FrameHeader.MAX_SERVER_BYTES).skipBytes(FrameHeader.MAX_SERVER_BYTES);
        for (int i = 0; i < publications.size(); i++) {
            if (i > 0) {
                frame.writeByte('\n');
            }
            JsonCodec.writePublication(frame, prefix, publications.get(i));
        }
        FrameHeader.prepend(frame, FrameHeader.TEXT);
        return frame;
    }
}
