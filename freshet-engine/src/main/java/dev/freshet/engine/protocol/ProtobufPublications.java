package dev.freshet.engine.protocol;

import io.netty.buffer.ByteBuf;

/// Publications and client infos in Protobuf (§4.3).
///
/// The sizes come first, so that writing is one pass which needs no buffer besides: every
/// publication takes this way.
final class ProtobufPublications {
    private ProtobufPublications() {}

    /// @param data the publication's own bytes, or a patch
    /// @param delta true when it is a patch
    static int size(Publication publication, byte[] data, boolean delta) {
        int size = ProtobufFields.bytesSize(data);
        var info = publication.info();
        if (info != null) {
            size += ProtobufFields.messageSize(infoSize(info));
        }
        size += ProtobufFields.numberSize(publication.offset());
        if (!publication.tags().isEmpty()) {
            for (var tag : publication.tags().entrySet()) {
                size += ProtobufFields.messageSize(tagSize(tag.getKey(), tag.getValue()));
            }
        }
        return size + ProtobufFields.flagSize(delta);
    }

    static void write(ByteBuf out, Publication publication, byte[] data, boolean delta) {
        ProtobufFields.writeBytes(out, 4, data);
        var info = publication.info();
        if (info != null) {
            writeInfo(out, 5, info);
        }
        ProtobufFields.writeNumber(out, 6, publication.offset());
        if (!publication.tags().isEmpty()) {
            for (var tag : publication.tags().entrySet()) {
                ProtobufFields.writeHead(out, 7, tagSize(tag.getKey(), tag.getValue()));
                ProtobufFields.writeString(out, 1, tag.getKey());
                ProtobufFields.writeString(out, 2, tag.getValue());
            }
        }
        ProtobufFields.writeFlag(out, 8, delta);
    }

    private static int tagSize(String key, String value) {
        return ProtobufFields.stringSize(key) + ProtobufFields.stringSize(value);
    }

    static int infoSize(ClientInfo info) {
        return ProtobufFields.textSize(info.user())
                + ProtobufFields.textSize(info.client())
                + ProtobufFields.payloadSize(info.connInfo())
                + ProtobufFields.payloadSize(info.chanInfo());
    }

    static void writeInfo(ByteBuf out, int field, ClientInfo info) {
        ProtobufFields.writeHead(out, field, infoSize(info));
        ProtobufFields.writeText(out, 1, info.user());
        ProtobufFields.writeText(out, 2, info.client());
        ProtobufFields.writePayload(out, 3, info.connInfo());
        ProtobufFields.writePayload(out, 4, info.chanInfo());
    }
}
