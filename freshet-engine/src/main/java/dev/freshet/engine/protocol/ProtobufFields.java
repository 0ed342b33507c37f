package dev.freshet.engine.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/// The fields of Protobuf messages: how many bytes each takes, tag included, and writing it.
///
/// Zero values take none (§3). The protocol's field numbers are all below 16, so a tag is one byte.
final class ProtobufFields {
    static final int VARINT = 0;
    static final int DELIMITED = 2;

    private ProtobufFields() {}

    static int varintSize(long value) {
        return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    static void writeVarint(ByteBuf out, long value) {
        if (value >>> 14 == 0 && value >= 0x80) {
            out.writeShort(twoBytes((int) value));
            return;
        }
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.writeByte(((int) rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    /// A varint of two bytes, as a big-endian number.
    private static int twoBytes(int value) {
        return (((value & 0x7f) | 0x80) << 8) | (value >>> 7);
    }

    static int numberSize(long value) {
        return value == 0 ? 0 : 1 + varintSize(value);
    }

    static void writeNumber(ByteBuf out, int field, long value) {
        if (value != 0) {
            out.writeByte((field << 3) | VARINT);
            writeVarint(out, value);
        }
    }

    static int flagSize(boolean value) {
        return value ? 2 : 0;
    }

    static void writeFlag(ByteBuf out, int field, boolean value) {
        writeNumber(out, field, value ? 1 : 0);
    }

    static int textSize(String value) {
        return value.isEmpty() ? 0 : stringSize(value);
    }

    static void writeText(ByteBuf out, int field, String value) {
        if (!value.isEmpty()) {
            writeString(out, field, value);
        }
    }

    /// Of a string that is written also when it is empty, as in maps.
    static int stringSize(String value) {
        return messageSize(ByteBufUtil.utf8Bytes(value));
    }

    static void writeString(ByteBuf out, int field, String value) {
        int size = ByteBufUtil.utf8Bytes(value);
        writeHead(out, field, size);
        ByteBufUtil.reserveAndWriteUtf8(out, value, size);
    }

    static int bytesSize(byte[] value) {
        return value.length == 0 ? 0 : messageSize(value.length);
    }

    static void writeBytes(ByteBuf out, int field, byte[] value) {
        if (value.length > 0) {
            writeHead(out, field, value.length);
            out.writeBytes(value);
        }
    }

    static int payloadSize(@Nullable Payload value) {
        return value == null ? 0 : bytesSize(value.bytes());
    }

    static void writePayload(ByteBuf out, int field, @Nullable Payload value) {
        if (value != null) {
            writeBytes(out, field, value.bytes());
        }
    }

    /// Of an embedded message, which is written also when it is empty.
    ///
    /// @param size of what is in it
    static int messageSize(int size) {
        return 1 + varintSize(size) + size;
    }

    /// What stands in front of an embedded message, a string or bytes.
    static void writeHead(ByteBuf out, int field, int size) {
        int tag = (field << 3) | DELIMITED;
        // The buffer checks its bounds at every write, so the sizes that occur take only one.
        if (size < 0x80) {
            out.writeShort((tag << 8) | size);
        } else if (size >>> 14 == 0) {
            out.writeMedium((tag << 16) | twoBytes(size));
        } else {
            out.writeByte(tag);
            writeVarint(out, size);
        }
    }
}
