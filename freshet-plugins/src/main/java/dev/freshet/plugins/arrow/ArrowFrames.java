package dev.freshet.plugins.arrow;

import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Data frames in the form in which Grafana's SDK writes them with Arrow. Any thread.
public final class ArrowFrames {
    private static final long SMALLEST_LIMIT = 1 << 20;

    private ArrowFrames() {}

    /// Reads one frame; a column of a type that frames do not have is left out, and the frame's
    /// meta says so as a notice.
    ///
    /// @param file in Arrow's IPC file format
    /// @throws UnreadableArrow when it cannot be read; nothing is kept of it
    public static Frame read(byte[] file) throws UnreadableArrow {
        // Values are copied once and marks of nulls made up, each rounded up to a power of two.
        long limit = 4L * file.length + SMALLEST_LIMIT;
        try (var memory = new RootAllocator(limit)) {
            return read(file, memory);
        }
    }

    /// Reads one frame with this memory, all of which is given back.
    static Frame read(byte[] bytes, BufferAllocator memory) throws UnreadableArrow {
        try {
            var file = ArrowFile.open(bytes);
            var columns = new ArrayList<ArrowColumn>();
            var leftOut = new ArrayList<String>();
            for (var field : file.schema().getFields()) {
                ArrowColumn.of(field)
                        .ifPresentOrElse(columns::add, () -> leftOut.add(leftOut(field)));
            }
            readBatches(file, columns, memory);
            return frame(file, columns, leftOut);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw UnreadableArrow.broken(e);
        }
    }

    private static String leftOut(org.apache.arrow.vector.types.pojo.Field field) {
        return "Column \""
                + field.getName()
                + "\" is left out: its type, "
                + field.getType()
                + ", is none that frames have.";
    }

    private static void readBatches(
            ArrowFile file, List<ArrowColumn> columns, BufferAllocator memory)
            throws IOException, UnreadableArrow {
        var fields = columns.stream().map(ArrowColumn::field).toList();
        Set<org.apache.arrow.vector.types.pojo.Field> read =
                Collections.newSetFromMap(new IdentityHashMap<>());
        read.addAll(fields);
        try (var root = VectorSchemaRoot.create(new Schema(fields), memory)) {
            var loader = new VectorLoader(root);
            for (var batch : file.batches()) {
                load(file, batch, read::contains, loader, memory);
                for (int i = 0; i < columns.size(); i++) {
                    columns.get(i).append(root.getVector(i), root.getRowCount());
                }
                root.clear();
            }
        }
    }

    private static void load(
            ArrowFile file,
            ArrowFile.Batch batch,
            Predicate<org.apache.arrow.vector.types.pojo.Field> isRead,
            VectorLoader loader,
            BufferAllocator memory)
            throws IOException, UnreadableArrow {
        var body = memory.buffer(batch.length());
        boolean loaded = false;
        try {
            body.setBytes(0, file.bytes(), batch.offset(), batch.length());
            body.writerIndex(batch.length());
            // Takes the body over: what the vectors hold are parts of it.
            try (var all = MessageSerializer.deserializeRecordBatch(batch.metadata(), body);
                    var read = ArrowBatch.only(isRead, file.schema().getFields(), all)) {
                loader.load(read);
            }
            loaded = true;
        } finally {
            if (!loaded) {
                giveBack(body);
            }
        }
    }

    /// A batch that was refused half-way is still held by those of its parts that were made. An
    /// empty one is nobody's, and held for ever.
    private static void giveBack(ArrowBuf body) {
        while (body.capacity() > 0 && body.refCnt() > 0) {
            body.getReferenceManager().release();
        }
    }

    private static Frame frame(ArrowFile file, List<ArrowColumn> columns, List<String> leftOut)
            throws UnreadableArrow {
        var fields = new ArrayList<Field>();
        for (var column : columns) {
            fields.add(column.build());
        }
        var metadata = file.schema().getCustomMetadata();
        return new Frame(
                metadata.getOrDefault("name", ""),
                metadata.getOrDefault("refId", ""),
                meta(metadata.get("meta"), leftOut),
                fields);
    }

    private static @Nullable RawJson meta(@Nullable String json, List<String> leftOut)
            throws UnreadableArrow {
        if (leftOut.isEmpty()) {
            return json == null ? null : object(json, "meta");
        }
        var given = json == null ? "{}" : object(json, "meta").toString();
        var meta = (ObjectNode) JsonMapper.shared().readTree(given);
        var notices = meta.withArray("notices");
        for (var text : leftOut) {
            notices.addObject().put("severity", "warning").put("text", text);
        }
        return RawJson.of(JsonMapper.shared().writeValueAsBytes(meta));
    }

    /// A JSON object that stands in metadata as text.
    static RawJson object(String json, String what) throws UnreadableArrow {
        try {
            var value = RawJson.of(json);
            if (JsonMapper.shared().readTree(json) instanceof ObjectNode) {
                return value;
            }
            throw new UnreadableArrow("has a \"" + what + "\" that is no JSON object");
        } catch (IllegalArgumentException | JacksonException e) {
            throw new UnreadableArrow("has a \"" + what + "\" that is no JSON object", e);
        }
    }
}
