package dev.freshet.plugins.arrow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// The outside of a file in Arrow's IPC format: `ARROW1`, record batches, a footer that says where
/// they are, its length, `ARROW1`.
///
/// Flatbuffers let a small file point to the same thing again and again; what is checked here keeps
/// its contents from being more than the file is long.
final class ArrowFile {
    private static final byte[] MAGIC = "ARROW1".getBytes(US_ASCII);
    private static final int AROUND = 2 * MAGIC.length + 2 + Integer.BYTES;
    private static final int MOST_FIELDS = 10_000;
    private static final int DEEPEST = 8;
    private static final int CONTINUES = -1;

    private final byte[] bytes;
    private final Schema schema;
    private final List<Batch> batches;

    private ArrowFile(byte[] bytes, Schema schema, List<Batch> batches) {
        this.bytes = bytes;
        this.schema = schema;
        this.batches = batches;
    }

    /// Where one record batch is.
    ///
    /// @param metadata what it says of itself
    /// @param offset of its values in the file
    record Batch(RecordBatch metadata, int offset, int length) {}

    /// Reads the outside.
    ///
    /// @throws UnreadableArrow when it is none, or claims what cannot be
    /// @throws RuntimeException from flatbuffers, when offsets point elsewhere
    static ArrowFile open(byte[] bytes) throws UnreadableArrow {
        int end = bytes.length - MAGIC.length - Integer.BYTES;
        if (bytes.length < AROUND || !hasMagic(bytes, 0) || !hasMagic(bytes, end + 4)) {
            throw new UnreadableArrow("is no Arrow file: it does not begin and end with ARROW1");
        }
        var file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = file.getInt(end);
        if (length <= 0 || length > bytes.length - AROUND) {
            throw new UnreadableArrow("has a footer of " + length + " bytes, which cannot be");
        }
        var footer = Footer.getRootAsFooter(slice(file, end - length, length));
        var schema = footer.schema();
        if (schema == null) {
            throw new UnreadableArrow("has no schema");
        }
        if (footer.dictionariesLength() > 0) {
            throw new UnreadableArrow("has dictionaries, which are not read");
        }
        new Claims(length).check(schema);
        return new ArrowFile(bytes, Schema.convertSchema(schema), batches(file, footer));
    }

    byte[] bytes() {
        return bytes;
    }

    Schema schema() {
        return schema;
    }

    List<Batch> batches() {
        return batches;
    }

    private static List<Batch> batches(ByteBuffer file, Footer footer) throws UnreadableArrow {
        long all = 0;
        var batches = new ArrayList<Batch>();
        for (int i = 0; i < footer.recordBatchesLength(); i++) {
            var block = footer.recordBatches(i);
            long metadata = block.metaDataLength();
            long offset = block.offset();
            long body = block.bodyLength();
            boolean inside =
                    metadata >= Integer.BYTES
                            && body >= 0
                            && offset >= 0
                            && body <= file.capacity()
                            && offset <= file.capacity() - metadata - body;
            all += inside ? metadata + body : 0;
            if (!inside || all > file.capacity()) {
                throw new UnreadableArrow("has record batches of more than it is long");
            }
            batches.add(
                    new Batch(
                            recordBatch(slice(file, (int) offset, (int) metadata)),
                            (int) (offset + metadata),
                            (int) body));
        }
        return batches;
    }

    private static RecordBatch recordBatch(ByteBuffer block) throws UnreadableArrow {
        int first = block.getInt(0);
        int at = first == CONTINUES ? 2 * Integer.BYTES : Integer.BYTES;
        int length = first == CONTINUES ? block.getInt(Integer.BYTES) : first;
        if (length < 0 || length > block.capacity() - at) {
            throw new UnreadableArrow("has a record batch whose head is longer than its block");
        }
        var message = Message.getRootAsMessage(slice(block, at, length));
        if (!(message.header(new RecordBatch()) instanceof RecordBatch batch)
                || message.headerType() != org.apache.arrow.flatbuf.MessageHeader.RecordBatch) {
            throw new UnreadableArrow("has something else where a record batch should be");
        }
        if (batch.compression() != null) {
            throw new UnreadableArrow("is compressed, which is not read");
        }
        return batch;
    }

    private static ByteBuffer slice(ByteBuffer file, int offset, int length) {
        return file.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean hasMagic(byte[] bytes, int at) {
        return Arrays.equals(MAGIC, 0, MAGIC.length, bytes, at, at + MAGIC.length);
    }

    /// Adds up what a schema claims to hold.
    private static final class Claims {
        private final int most;
        private long characters;
        private int fields;

        Claims(int most) {
            this.most = most;
        }

        void check(org.apache.arrow.flatbuf.Schema schema) throws UnreadableArrow {
            for (int i = 0; i < schema.customMetadataLength(); i++) {
                check(schema.customMetadata(i));
            }
            for (int i = 0; i < schema.fieldsLength(); i++) {
                check(schema.fields(i), 1);
            }
        }

        private void check(Field field, int depth) throws UnreadableArrow {
            if (++fields > MOST_FIELDS || depth > DEEPEST) {
                throw new UnreadableArrow("has more than 10,000 columns, or nested too deep");
            }
            if (field.dictionary() != null) {
                throw new UnreadableArrow("has dictionaries, which are not read");
            }
            count(field.nameAsByteBuffer());
            for (int i = 0; i < field.customMetadataLength(); i++) {
                check(field.customMetadata(i));
            }
            for (int i = 0; i < field.childrenLength(); i++) {
                check(field.children(i), depth + 1);
            }
        }

        private void check(KeyValue pair) throws UnreadableArrow {
            count(pair.keyAsByteBuffer());
            count(pair.valueAsByteBuffer());
        }

        private void count(@Nullable ByteBuffer text) throws UnreadableArrow {
            // What is no text takes its place in the file, too.
            characters += text == null ? 1 : text.remaining() + 1;
            if (characters > most) {
                throw new UnreadableArrow("has names and metadata of more than it is long");
            }
        }
    }
}
