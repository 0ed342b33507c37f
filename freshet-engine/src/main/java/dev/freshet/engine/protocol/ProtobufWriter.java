package dev.freshet.engine.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// Writes Protobuf messages that one client gets, such as replies: into an array of its own, where
/// a message's length is put in front when its end is reached.
///
/// Zero values are left out by all methods (§3).
final class ProtobufWriter {
    private final ByteBuf bytes = Unpooled.buffer();

    /// Appends what was written.
    void copyTo(ByteBuf out) {
        out.writeBytes(bytes);
    }

    byte[] toByteArray() {
        return ByteBufUtil.getBytes(bytes);
    }

    void number(int field, long value) {
        ProtobufFields.writeNumber(bytes, field, value);
    }

    void flag(int field, boolean value) {
        ProtobufFields.writeFlag(bytes, field, value);
    }

    void text(int field, String value) {
        ProtobufFields.writeText(bytes, field, value);
    }

    void payload(int field, @Nullable Payload value) {
        ProtobufFields.writePayload(bytes, field, value);
    }

    /// A map's key, which is written also when it is empty.
    void key(String value) {
        ProtobufFields.writeString(bytes, 1, value);
    }

    void info(int field, ClientInfo info) {
        ProtobufPublications.writeInfo(bytes, field, info);
    }

    /// A publication with its own bytes as data, or a patch.
    void publication(int field, Publication publication, byte[] data, boolean delta) {
        ProtobufFields.writeHead(bytes, field, ProtobufPublications.size(publication, data, delta));
        ProtobufPublications.write(bytes, publication, data, delta);
    }

    /// Begins an embedded message.
    ///
    /// @return where it begins, for [#end]
    int begin(int field) {
        bytes.writeByte((field << 3) | ProtobufFields.DELIMITED);
        return begin();
    }

    /// Begins a message that has nothing but its length in front.
    int begin() {
        bytes.writeByte(0);
        return bytes.writerIndex();
    }

    /// Ends the message that began there: its length is put where [#begin] left one byte for it.
    void end(int start) {
        int size = bytes.writerIndex() - start;
        int more = ProtobufFields.varintSize(size) - 1;
        if (more > 0) {
            bytes.writeZero(more);
            System.arraycopy(bytes.array(), start, bytes.array(), start + more, size);
        }
        int end = bytes.writerIndex();
        bytes.writerIndex(start - 1);
        ProtobufFields.writeVarint(bytes, size);
        bytes.writerIndex(end);
    }
}
