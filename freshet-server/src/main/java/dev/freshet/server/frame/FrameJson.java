package dev.freshet.server.frame;

import dev.freshet.source.Column;
import dev.freshet.source.Field;
import dev.freshet.source.Frame;

/// Whole frames as JSON: `{"schema":…,"data":…}` or either part alone.
public final class FrameJson {
    private FrameJson() {}

    /// Schema and data.
    public static byte[] full(Frame frame) {
        return join(FrameSchema.of(frame).toJson(), data(frame));
    }

    /// Only `{"schema":…}`.
    public static byte[] schemaOnly(Frame frame) {
        byte[] schema = FrameSchema.of(frame).toJson();
        return new JsonBytes(schema.length + 16).raw("{\"schema\":").raw(schema).put('}').toBytes();
    }

    /// Only `{"data":…}`.
    public static byte[] dataOnly(Frame frame) {
        byte[] data = data(frame);
        return new JsonBytes(data.length + 16).raw("{\"data\":").raw(data).put('}').toBytes();
    }

    /// One message of a schema's value and a data's value.
    public static byte[] join(byte[] schema, byte[] data) {
        return new JsonBytes(schema.length + data.length + 24)
                .raw("{\"schema\":")
                .raw(schema)
                .raw(",\"data\":")
                .raw(data)
                .put('}')
                .toBytes();
    }

    /// The value of the member `data`.
    private static byte[] data(Frame frame) {
        Column[] columns = frame.fields().stream().map(Field::column).toArray(Column[]::new);
        JsonBytes out = new JsonBytes(64 + 8 * columns.length * frame.rows());
        new FrameDataWriter(out).write(columns, 0, frame.rows());
        return out.toBytes();
    }
}
