package dev.freshet.server.frame;

import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
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
        return new FrameSchema(
                frame.name(),
                frame.refId(),
                frame.meta(),
                frame.fields().stream().map(FieldSchema::of).toList());
    }

    /// The value of the member `schema`.
    public byte[] toJson() {
        JsonBytes out = new JsonBytes(64 + 80 * fields.size());
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
        return out.raw("]}").toBytes();
    }
}
