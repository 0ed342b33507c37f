package dev.freshet.engine.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/// A wire form that people can read: `spelling=data`, a line for each publication.
public final class Lines implements WireForm {
    public static final Lines FORM = new Lines();

    /// Makes the next call of [#encode] fail.
    public static volatile boolean failsOnce;

    private Lines() {}

    @Override
    public byte[] publicationPrefix(String channel) {
        return (channel + "=").getBytes(UTF_8);
    }

    @Override
    public int publicationSize(byte[] prefix, Publication publication) {
        return prefix.length + publication.data().size() + 1;
    }

    @Override
    public ByteBuf encode(
            ByteBufAllocator allocator, byte[] prefix, List<Publication> publications) {
        if (failsOnce) {
            failsOnce = false;
            throw new IllegalStateException("no memory, says the test");
        }
        var out = allocator.directBuffer();
        for (var publication : publications) {
            out.writeBytes(prefix);
            publication.data().writeTo(out);
            out.writeByte('\n');
        }
        return out;
    }
}
