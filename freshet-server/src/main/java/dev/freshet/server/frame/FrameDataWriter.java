package dev.freshet.server.frame;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.Column;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.FieldType;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.LongColumn;
import dev.freshet.source.RawJson;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes columns as the value of the member `data`: `values`, and `entities` and `nanos` only when
/// some column needs them.
public final class FrameDataWriter {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final JsonBytes out;
    private @Nullable String @Nullable [] entities;
    private boolean @Nullable [] withNanos;

    public FrameDataWriter(JsonBytes out) {
        this.out = out;
    }

    /// Writes the rows from `from` up to `to`. A missing column is written as nulls.
    public void write(@Nullable Column[] columns, int from, int to) {
        out.raw("{\"values\":[");
        for (int i = 0; i < columns.length; i++) {
            out.raw(i == 0 ? "[" : ",[");
            writeColumn(columns[i], i, columns.length, from, to);
            out.put(']');
        }
        out.put(']');
        if (entities != null) {
            writeEntities(entities);
        }
        if (withNanos != null) {
            writeNanos(columns, withNanos, from, to);
        }
        out.put('}');
    }

    private void writeColumn(@Nullable Column column, int index, int count, int from, int to) {
        switch (column) {
            case null -> nulls(from, to);
            case DoubleColumn doubles -> doubles(doubles, index, count, from, to);
            case TimeColumn times -> times(times, index, count, from, to);
            case StringColumn strings -> strings(strings, from, to);
            case BooleanColumn booleans -> booleans(booleans, from, to);
            case LongColumn longs -> longs(longs, from, to);
            case JsonColumn values -> json(values, from, to);
        }
    }

    private void nulls(int from, int to) {
        for (int row = from; row < to; row++) {
            comma(row, from);
            out.nul();
        }
    }

    private void doubles(DoubleColumn column, int index, int count, int from, int to) {
        boolean asFloat = column.type() == FieldType.FLOAT32;
        boolean hasNulls = column.hasNulls();
        boolean special = false;
        for (int row = from; row < to; row++) {
            comma(row, from);
            if (hasNulls && column.isNull(row)) {
                out.nul();
                continue;
            }
            double value = column.value(row);
            if (!Double.isFinite(value)) {
                special = true;
                out.nul();
            } else if (asFloat) {
                out.number((float) value);
            } else {
                out.number(value);
            }
        }
        if (special) {
            entities = entities == null ? new String[count] : entities;
            entities[index] = lookup(column, from, to);
        }
    }

    private void times(TimeColumn column, int index, int count, int from, int to) {
        boolean restSeen = false;
        long previous = 0;
        int start = 0;
        int end = 0;
        for (int row = from; row < to; row++) {
            comma(row, from);
            long nanos = column.value(row);
            if (column.isNull(row)) {
                out.nul();
            } else if (nanos == previous && end > 0) {
                // The rows of one flush mostly share their time.
                out.repeat(start, end);
            } else {
                long millis = Math.floorDiv(nanos, NANOS_PER_MILLI);
                restSeen |= millis * NANOS_PER_MILLI != nanos;
                start = out.length();
                out.number(millis);
                end = out.length();
                previous = nanos;
            }
        }
        if (restSeen) {
            withNanos = withNanos == null ? new boolean[count] : withNanos;
            withNanos[index] = true;
        }
    }

    private void strings(StringColumn column, int from, int to) {
        for (int row = from; row < to; row++) {
            comma(row, from);
            if (column.isNull(row)) {
                out.nul();
            } else {
                column.writeTo(row, out::string);
            }
        }
    }

    private void booleans(BooleanColumn column, int from, int to) {
        for (int row = from; row < to; row++) {
            comma(row, from);
            out.raw(column.isNull(row) ? "null" : column.value(row) ? "true" : "false");
        }
    }

    private void longs(LongColumn column, int from, int to) {
        boolean unsigned = column.type() == FieldType.UINT64;
        for (int row = from; row < to; row++) {
            comma(row, from);
            long value = column.value(row);
            if (column.isNull(row)) {
                out.nul();
            } else if (unsigned && value < 0) {
                out.raw(Long.toUnsignedString(value));
            } else {
                out.number(value);
            }
        }
    }

    private void json(JsonColumn column, int from, int to) {
        for (int row = from; row < to; row++) {
            comma(row, from);
            RawJson value = column.value(row);
            if (value == null) {
                out.nul();
            } else {
                value.writeTo(out::raw);
            }
        }
    }

    /// Which rows, counted from `from`, hold what JSON has no number for.
    private static String lookup(DoubleColumn column, int from, int to) {
        List<Integer> nan = new ArrayList<>();
        List<Integer> positive = new ArrayList<>();
        List<Integer> negative = new ArrayList<>();
        for (int row = from; row < to; row++) {
            double value = column.value(row);
            if (Double.isNaN(value) && !column.isNull(row)) {
                nan.add(row - from);
            } else if (Double.isInfinite(value)) {
                (value > 0 ? positive : negative).add(row - from);
            }
        }
        List<String> members = new ArrayList<>();
        addMember(members, "NaN", nan);
        addMember(members, "Inf", positive);
        addMember(members, "NegInf", negative);
        return "{" + String.join(",", members) + "}";
    }

    private static void addMember(List<String> members, String name, List<Integer> rows) {
        if (!rows.isEmpty()) {
            members.add('"' + name + "\":" + rows.toString().replace(" ", ""));
        }
    }

    private void writeEntities(@Nullable String[] slots) {
        out.raw(",\"entities\":[").raw(String.join(",", Arrays.asList(slots))).put(']');
    }

    private void writeNanos(@Nullable Column[] columns, boolean[] wanted, int from, int to) {
        out.raw(",\"nanos\":[");
        for (int i = 0; i < columns.length; i++) {
            comma(i, 0);
            if (wanted[i] && columns[i] instanceof TimeColumn times) {
                rests(times, from, to);
            } else {
                out.nul();
            }
        }
        out.put(']');
    }

    private void rests(TimeColumn column, int from, int to) {
        out.put('[');
        for (int row = from; row < to; row++) {
            comma(row, from);
            out.number(Math.floorMod(column.value(row), NANOS_PER_MILLI));
        }
        out.put(']');
    }

    private void comma(int index, int first) {
        if (index > first) {
            out.put(',');
        }
    }
}
