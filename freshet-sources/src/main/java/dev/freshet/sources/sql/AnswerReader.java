package dev.freshet.sources.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.SourceException;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes the rows of an answer, up to the limits. For one thread, once.
final class AnswerReader {
    private static final long EXACT_IN_DOUBLES = 1L << 53;

    private final SqlSettings settings;
    private final Dialect dialect;
    private long bytes;

    AnswerReader(SqlSettings settings, Dialect dialect) {
        this.settings = settings;
        this.dialect = dialect;
    }

    /// @throws SourceException when there is too much
    Answer read(ResultSet result) throws SQLException, SourceException {
        var meta = result.getMetaData();
        var kinds = kinds(meta);
        var rows = new ArrayList<@Nullable Object[]>();
        while (result.next()) {
            if (rows.size() == settings.context().maxRows()) {
                throw tooManyRows();
            }
            rows.add(row(result, kinds));
        }
        settings.context().costs().read(bytes);
        return new Answer(columns(meta, kinds, rows), rows);
    }

    private List<@Nullable ColumnKind> kinds(ResultSetMetaData meta) throws SQLException {
        var kinds = new ArrayList<@Nullable ColumnKind>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            kinds.add(dialect.kind(meta, i));
        }
        return kinds;
    }

    private @Nullable Object[] row(ResultSet result, List<@Nullable ColumnKind> kinds)
            throws SQLException, SourceException {
        @Nullable Object[] row = new @Nullable Object[kinds.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = dialect.value(result, i + 1, kinds.get(i));
            bytes += size(row[i]);
        }
        if (bytes > settings.context().maxBytes()) {
            throw tooManyBytes(settings);
        }
        return row;
    }

    static long size(@Nullable Object value) {
        return switch (value) {
            case null -> 1;
            case String text -> text.getBytes(UTF_8).length;
            case byte[] some -> some.length;
            default -> 8;
        };
    }

    private List<Answer.Column> columns(
            ResultSetMetaData meta, List<@Nullable ColumnKind> kinds, List<@Nullable Object[]> rows)
            throws SQLException {
        var columns = new ArrayList<Answer.Column>();
        for (int i = 0; i < kinds.size(); i++) {
            var kind = kinds.get(i);
            columns.add(
                    new Answer.Column(
                            meta.getColumnLabel(i + 1),
                            kind == null
                                    ? byValues(meta.getColumnTypeName(i + 1), rows, i)
                                    : kind));
        }
        return columns;
    }

    /// The kind of a column whose values have types of their own.
    private static ColumnKind byValues(
            @Nullable String declared, List<@Nullable Object[]> rows, int column) {
        var kind =
                declared != null && declared.matches("(?i).*(INT|REAL|NUM|FLOA|DOUB|DEC).*")
                        ? ColumnKind.NUMBER
                        : null;
        for (var row : rows) {
            var value = row[column];
            if (value != null) {
                var own = kind(value);
                kind = kind == null || kind == own || own == ColumnKind.INTEGER ? own : kind;
                if (own == ColumnKind.TEXT || own == ColumnKind.BYTES) {
                    return own;
                }
            }
        }
        return kind == null ? ColumnKind.TEXT : kind;
    }

    private static ColumnKind kind(Object value) {
        return switch (value) {
            case Long number when Math.abs(number) > EXACT_IN_DOUBLES -> ColumnKind.INTEGER;
            case BigInteger _ -> ColumnKind.UNSIGNED;
            case Number _ -> ColumnKind.NUMBER;
            case byte[] _ -> ColumnKind.BYTES;
            default -> ColumnKind.TEXT;
        };
    }

    private SourceException tooManyRows() {
        return new SourceException(
                settings.named(
                        "answered with more than %d rows".formatted(settings.context().maxRows())),
                "Add $__timeFilter(column), group by $__timeGroup or use LIMIT; or raise"
                        + " [freshet.sources] max_rows.");
    }

    static SourceException tooManyBytes(SqlSettings settings) {
        return new SourceException(
                settings.named(
                        "answered with more than " + settings.context().maxBytes() + " bytes"),
                "Narrow the query, or raise [freshet.sources] max_response_bytes.");
    }
}
