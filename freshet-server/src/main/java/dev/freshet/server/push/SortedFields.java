package dev.freshet.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Fields of one line, in the order of their names' bytes, as Go orders strings; equal names in the
/// order of the line. Reused from line to line by one conversion.
///
/// An insertion sort by the first eight bytes as a number: the fields of a line are few, and most
/// of their names differ there.
final class SortedFields {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private int[] fields = new int[64];
    private long[] prefixes = new long[64];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return fields[index];
    }

    void add(ParsedLine line, int field) {
        if (size == fields.length) {
            fields = Arrays.copyOf(fields, 2 * size);
            prefixes = Arrays.copyOf(prefixes, 2 * size);
        }
        long prefix = prefix(line, field);
        int at = size++;
        while (at > 0 && isAfter(line, at - 1, prefix, field)) {
            fields[at] = fields[at - 1];
            prefixes[at] = prefixes[at - 1];
            at--;
        }
        fields[at] = field;
        prefixes[at] = prefix;
    }

    private boolean isAfter(ParsedLine line, int index, long prefix, int field) {
        int order = Long.compareUnsigned(prefixes[index], prefix);
        return order != 0 ? order > 0 : compare(line, fields[index], field) > 0;
    }

    private static int compare(ParsedLine line, int one, int other) {
        if (line.isKeyEscaped(one) || line.isKeyEscaped(other)) {
            return Arrays.compareUnsigned(
                    line.fieldName(one).getBytes(UTF_8), line.fieldName(other).getBytes(UTF_8));
        }
        return Arrays.compareUnsigned(
                line.body,
                line.keyStart(one),
                line.keyEnd(one),
                line.body,
                line.keyStart(other),
                line.keyEnd(other));
    }

    /// The first eight bytes of the name, the first one highest.
    private static long prefix(ParsedLine line, int field) {
        if (line.isKeyEscaped(field)) {
            byte[] name = line.fieldName(field).getBytes(UTF_8);
            return prefix(name, 0, name.length);
        }
        return prefix(line.body, line.keyStart(field), line.keyEnd(field));
    }

    private static long prefix(byte[] bytes, int from, int to) {
        int missing = 8 - (to - from);
        if (from + 8 <= bytes.length) {
            long prefix = (long) LONGS.get(bytes, from);
            return missing <= 0 ? prefix : prefix & (-1L << (8 * missing));
        }
        long prefix = 0;
        for (int i = from; i < from + 8; i++) {
            prefix = prefix << 8 | (i < to ? bytes[i] & 0xFF : 0);
        }
        return prefix;
    }
}
