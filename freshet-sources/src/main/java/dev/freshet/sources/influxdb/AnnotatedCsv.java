package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.RowLimit;
import dev.freshet.sources.upstream.Shown;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads annotated CSV, the answer to Flux: tables one behind the other, each with lines
/// `#datatype`, `#group`, `#default` and a header. For one thread.
final class AnnotatedCsv {
    private final String dataSource;
    private final RowLimit limit;
    private final List<FluxRow> rows = new ArrayList<>();
    private List<String> types = List.of();
    private List<String> groups = List.of();
    private List<String> defaults = List.of();
    private List<String> columns = List.of();
    private Set<String> groupColumns = Set.of();

    private AnnotatedCsv(String dataSource, RowLimit limit) {
        this.dataSource = dataSource;
        this.limit = limit;
    }

    /// @throws SourceException when it is none, has too many rows, or tells an error
    static List<FluxRow> read(String dataSource, String text, RowLimit limit)
            throws SourceException {
        var csv = new AnnotatedCsv(dataSource, limit);
        var records = new CsvRecords(text);
        for (var record = records.next(); record != null; record = records.next()) {
            csv.record(record);
        }
        return csv.rows;
    }

    private void record(List<String> record) throws SourceException {
        switch (record.getFirst()) {
            case "#datatype" -> {
                types = record;
                columns = List.of(); // a header follows
            }
            case "#group" -> groups = record;
            case "#default" -> defaults = record;
            default -> {
                if (record.size() == 1) {
                    columns = List.of(); // an empty line ends a table
                } else if (columns.isEmpty()) {
                    header(record);
                } else {
                    row(record);
                }
            }
        }
    }

    private void header(List<String> record) throws SourceException {
        columns = record;
        groupColumns = groupColumns();
        if (!isError() && types.size() != record.size()) {
            throw notUnderstood("a table whose columns have no types");
        }
    }

    private boolean isError() {
        return columns.size() > 2
                && columns.get(1).equals("error")
                && columns.get(2).equals("reference");
    }

    private void row(List<String> record) throws SourceException {
        if (isError()) {
            throw new SourceException(
                    "Data source \"%s\" refused the query: %s."
                            .formatted(dataSource, Shown.reason(record.get(1))),
                    "Check the query.");
        }
        if (record.size() != columns.size()) {
            throw notUnderstood("a row of " + record.size() + " columns");
        }
        limit.count();
        var result = "";
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 1; i < columns.size(); i++) {
            var text =
                    record.get(i).isEmpty() && i < defaults.size()
                            ? defaults.get(i)
                            : record.get(i);
            switch (columns.get(i)) {
                case "result" -> result = text;
                case "table" -> {}
                default -> values.put(columns.get(i), value(types.get(i), text));
            }
        }
        rows.add(new FluxRow(result, groupColumns, values));
    }

    private Set<String> groupColumns() {
        var names = new HashSet<String>();
        for (int i = 1; i < Math.min(columns.size(), groups.size()); i++) {
            if (groups.get(i).equals("true")) {
                names.add(columns.get(i));
            }
        }
        return names;
    }

    private @Nullable Object value(String type, String text) throws SourceException {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return switch (type) {
                case "long" -> Long.valueOf(text);
                case "unsignedLong" -> unsigned(text);
                case "double" -> number(text);
                case "boolean" -> Boolean.valueOf(text);
                case "dateTime:RFC3339", "dateTime:RFC3339Nano" -> Nanos.parse(text);
                default -> text;
            };
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            throw notUnderstood("the " + Shown.of(type) + " \"" + Shown.of(text) + "\"");
        }
    }

    private static Object unsigned(String text) {
        long value = Long.parseUnsignedLong(text);
        return value >= 0 ? (Object) value : (Object) Double.valueOf(text);
    }

    /// Null where it is no number that can be drawn.
    private static @Nullable Object number(String text) {
        return switch (text) {
            case "NaN", "+Inf", "-Inf", "Inf" -> null;
            default -> Double.valueOf(text);
        };
    }

    private SourceException notUnderstood(String what) {
        return new SourceException(
                "Data source \"%s\" does not answer as InfluxDB 2 does: %s."
                        .formatted(dataSource, what),
                "Check the data source's url: something else seems to answer there.");
    }
}
