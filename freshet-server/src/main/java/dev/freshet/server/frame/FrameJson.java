package dev.freshet.server.frame;

import dev.freshet.source.Column;
import dev.freshet.source.Frame;

/// Whole frames as JSON: `{"schema":…,"data":…}` or either part alone.
public final class FrameJson {
    private FrameJson() {}

    /// Schema and data.
    public static byte[] full(Frame frame) {
        FrameSchema schema = FrameSchema.of(frame);
        JsonBytes out = new JsonBytes(schema.expectedBytes() + expectedBytes(frame));
        out.raw("{\"schema\":");
        schema.write(out);
        out.raw(",\"data\":");
        writeData(frame, out);
        return out.put('}').toBytes();
    }

    /// Only `{"schema":…}`.
    public static byte[] schemaOnly(Frame frame) {
        FrameSchema schema = FrameSchema.of(frame);
        JsonBytes out = new JsonBytes(schema.expectedBytes());
        out.raw("{\"schema\":");
        schema.write(out);
        return out.put('}').toBytes();
    }

    /// Only `{"data":…}`.
    public static byte[] dataOnly(Frame frame) {
        JsonBytes out = new JsonBytes(expectedBytes(frame));
        out.raw("{\"data\":");
        writeData(frame, out);
        return out.put('}').toBytes();
    }

    private static int expectedBytes(Frame frame) {
        return (int) Math.min(1 << 20, 64 + 12L * frame.fields().size() * frame.rows());
    }

    private static void writeData(Frame frame, JsonBytes out) {
        Column[] columns = new Column[frame.fields().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = frame.fields().get(i).column();
        }
        new FrameDataWriter(out).write(columns, 0, frame.rows());
    }
}
