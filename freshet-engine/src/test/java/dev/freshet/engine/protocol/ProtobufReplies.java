package dev.freshet.engine.protocol;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DynamicMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Reads what was written in Protobuf with protobuf-java.
public final class ProtobufReplies {
    private ProtobufReplies() {}

    /// The replies of a frame, each behind its length, as JSON. What is in them as bytes is taken
    /// for JSON.
    public static List<String> asJson(byte[] frame) {
        var in = CodedInputStream.newInstance(frame);
        var replies = new ArrayList<String>();
        try {
            while (!in.isAtEnd()) {
                var reply =
                        DynamicMessage.parseFrom(WireSchema.message("Reply"), in.readByteArray());
                replies.add(WireJson.text(reply));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return replies;
    }
}
