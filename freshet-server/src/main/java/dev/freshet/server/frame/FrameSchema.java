package dev.freshet.server.frame;

import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A frame without its values: the part that is sent once.
///
/// @param name omitted from the JSON when empty, as is `refId`
public record FrameSchema(
        String name, String refId, @Nullable RawJson meta, List<FieldSchema> fields) {
    public FrameSchema {
        fields = List.copyOf(fields);
    }

    /// The schema of this frame.
    public static FrameSchema of(Frame frame) {
        List<FieldSchema> fields = new ArrayList<>(frame.fields().size());
        for (Field field : frame.fields()) {
            fields.add(FieldSchema.of(field));
        }
        return new FrameSchema(frame.name(), frame.refId(), frame.meta(), fields);
    }

    /// The value of the member `schema`.
    public byte[] toJson() {
        JsonBytes out = new JsonBytes(expectedBytes());
        write(out);
        return out.toBytes();
    }

    int expectedBytes() {
        return 64 + 100 * fields.size();
    }

    void write(JsonBytes out) {
        out.put('{');
        if (!name.isEmpty()) {
            out.raw("\"name\":").string(name).put(',');
        }
        if (!refId.isEmpty()) {
            out.raw("\"refId\":").string(refId).put(',');
        }
        if (meta != null) {
            out.raw("\"meta\":");
            meta.writeTo(out::raw);
            out.put(',');
        }
        out.raw("\"fields\":[");
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            fields.get(i).write(out);
        }
        out.raw("]}");
    }
}
