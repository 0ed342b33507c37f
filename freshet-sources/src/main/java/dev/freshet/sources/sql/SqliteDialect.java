package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/// SQLite, where times are texts or numbers, and each value has a type of its own.
final class SqliteDialect implements Dialect {
    @Override
    public Set<String> names() {
        return Set.of("sqlite", "frser-sqlite-datasource");
    }

    @Override
    public SqlQuoting quoting() {
        return SqlQuoting.SQLITE;
    }

    @Override
    public Connector connector(SqlSettings settings) throws SourceException {
        return SqliteConnector.of(settings);
    }

    /// One statement on a connection that only reads needs no transaction.
    @Override
    public void begin(Connection connection, SqlSettings settings) {}

    @Override
    public void end(Connection connection) {}

    @Override
    public String time(Instant moment) {
        return "'" + Times.millis(moment) + "'";
    }

    /// SQLite knows milliseconds; one more at both ends, because it may have rounded.
    @Override
    public String timeFilter(String column, Instant from, Instant to) {
        return "("
                + epoch(column)
                + " BETWEEN "
                + Times.seconds(from.minusMillis(1))
                + " AND "
                + Times.seconds(to.plusMillis(1))
                + ")";
    }

    /// The unit of a number is told by its size, as when values are read.
    @Override
    public String epoch(String column) {
        return "(CASE WHEN typeof(%1$s) = 'text' THEN unixepoch(%1$s, 'subsec')".formatted(column)
                + " WHEN %1$s >= 1e17 THEN %1$s / 1e9 WHEN %1$s >= 1e14 THEN %1$s / 1e6"
                        .formatted(column)
                + " WHEN %1$s >= 1e11 THEN %1$s / 1e3 ELSE %1$s END)".formatted(column);
    }

    @Override
    public String bucket(String number, BigDecimal seconds) {
        var step = seconds.toPlainString();
        return "CAST(floor((" + number + ") * 1.0 / " + step + ") AS INTEGER) * " + step;
    }

    @Override
    public String comparedByBytes(String expression) {
        return "(" + expression + ") COLLATE BINARY";
    }

    @Override
    public @Nullable ColumnKind kind(ResultSetMetaData columns, int index) throws SQLException {
        var name = columns.getColumnTypeName(index).toUpperCase(Locale.ROOT);
        return switch (name) {
            case "DATE", "DATETIME", "TIMESTAMP" -> ColumnKind.TIME;
            case "BOOLEAN", "BOOL" -> ColumnKind.BOOLEAN;
            case "JSON", "JSONB" -> ColumnKind.TEXT;
            default -> null;
        };
    }

    @Override
    public @Nullable Object value(ResultSet rows, int index, @Nullable ColumnKind kind)
            throws SQLException {
        return rows.getObject(index);
    }

    @Override
    public String versionQuery() {
        return "SELECT sqlite_version()";
    }

    @Override
    public String version(String answer) {
        return "SQLite " + answer;
    }

    @Override
    public String reachHint() {
        return "Check path in the data source's settings, and that this server may read the file.";
    }

    @Override
    public String databaseHint() {
        return "Set path in the data source's settings to a SQLite file.";
    }

    @Override
    public @Nullable ServerError serverError(SQLException failure, String sql) {
        if (!(failure instanceof SQLiteException sqlite) || sqlite.getMessage() == null) {
            return null;
        }
        var words = sqlite.getMessage().replaceAll("(?s)^\\[\\w+].*?\\((.*)\\)$", "$1");
        return new ServerError(
                "",
                words,
                switch (sqlite.getResultCode()) {
                    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CANTOPEN ->
                            ServerError.Cause.UNAVAILABLE;
                    case SQLITE_NOTADB, SQLITE_CORRUPT -> ServerError.Cause.DATABASE;
                    case SQLITE_INTERRUPT -> ServerError.Cause.SLOW;
                    case SQLITE_READONLY -> ServerError.Cause.READ_ONLY;
                    default -> ServerError.Cause.QUERY;
                });
    }
}
