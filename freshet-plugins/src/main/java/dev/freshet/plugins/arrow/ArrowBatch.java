package dev.freshet.plugins.arrow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/// Takes from a record batch the parts of those columns that are read, once they hold as many rows
/// as they claim: rows cost memory here, so they must have cost some in the file. Used once.
final class ArrowBatch {
    private final ArrowRecordBatch all;
    private final List<ArrowFieldNode> nodes = new ArrayList<>();
    private final List<ArrowBuf> buffers = new ArrayList<>();
    private int node;
    private int buffer;

    private ArrowBatch(ArrowRecordBatch all) {
        this.all = all;
    }

    /// The batch without the other columns, to be closed.
    ///
    /// @param fields of all columns
    static ArrowRecordBatch only(Predicate<Field> isRead, List<Field> fields, ArrowRecordBatch all)
            throws UnreadableArrow {
        var batch = new ArrowBatch(all);
        for (var field : fields) {
            if (isRead.test(field)) {
                batch.take(field);
            } else {
                batch.pass(field);
            }
        }
        return new ArrowRecordBatch(all.getLength(), batch.nodes, batch.buffers);
    }

    private void take(Field field) throws UnreadableArrow {
        var node = all.getNodes().get(this.node++);
        var parts = all.getBuffers().subList(buffer, buffer += buffers(field));
        long rows = all.getLength();
        long nulls = node.getNullCount();
        boolean marked = nulls > 0 && nulls < rows;
        if (node.getLength() != rows
                || nulls < 0
                || nulls > rows
                || (marked && parts.getFirst().capacity() * Byte.SIZE < rows)
                || (rows > 0 && room(field.getType(), parts.get(1).capacity()) < rows)) {
            throw new UnreadableArrow(
                    "has fewer values in column \"" + field.getName() + "\" than rows");
        }
        nodes.add(node);
        buffers.addAll(parts);
    }

    private void pass(Field field) {
        node++;
        buffer += buffers(field);
        field.getChildren().forEach(this::pass);
    }

    private static int buffers(Field field) {
        return TypeLayout.getTypeBufferCount(field.getType());
    }

    /// For how many rows a buffer of values, or of where they begin, is enough.
    private static long room(ArrowType type, long bytes) {
        return switch (type) {
            case ArrowType.Bool _ -> bytes * Byte.SIZE;
            case ArrowType.Utf8 _, ArrowType.Binary _ -> bytes / Integer.BYTES - 1;
            case ArrowType.LargeUtf8 _ -> bytes / Long.BYTES - 1;
            case ArrowType.Int whole -> bytes * Byte.SIZE / whole.getBitWidth();
            case ArrowType.FloatingPoint real
                    when real.getPrecision() == FloatingPointPrecision.SINGLE ->
                    bytes / Float.BYTES;
            default -> bytes / Long.BYTES;
        };
    }
}
