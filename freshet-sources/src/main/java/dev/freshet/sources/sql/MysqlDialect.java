package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// MySQL and MariaDB.
final class MysqlDialect implements Dialect {
    /// Of the server's own numbers, those that may be over soon: too many connections, a deadlock,
    /// a lock that was not had, a shutdown, a statement or connection that somebody killed.
    private static final Set<Integer> UNAVAILABLE =
            Set.of(1040, 1053, 1203, 1205, 1213, 1226, 1317, 1927);

    private static final Set<Integer> SLOW = Set.of(1969, 3024);
    private static final Set<Integer> CREDENTIALS = Set.of(1045, 1698);
    private static final Set<Integer> DATABASE = Set.of(1044, 1049);

    @Override
    public Set<String> names() {
        return Set.of("mysql", "mariadb");
    }

    @Override
    public SqlQuoting quoting() {
        return SqlQuoting.MYSQL;
    }

    @Override
    public Connector connector(SqlSettings settings) throws SourceException {
        return MysqlConnector.of(settings);
    }

    @Override
    public void begin(Connection connection, SqlSettings settings) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("START TRANSACTION READ ONLY");
        }
    }

    @Override
    public void end(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        }
    }

    @Override
    public String time(Instant moment) {
        return "TIMESTAMP '" + Times.micros(moment) + "'";
    }

    @Override
    public String epoch(String column) {
        return "UNIX_TIMESTAMP(" + column + ")";
    }

    @Override
    public String bucket(String number, BigDecimal seconds) {
        var step = seconds.toPlainString();
        return "(" + number + ") DIV " + step + " * " + step;
    }

    @Override
    public String timeColumn(String column) {
        return epochColumn(column);
    }

    @Override
    public String epochColumn(String column) {
        return epoch(column) + " AS time_sec";
    }

    @Override
    public String comparedByBytes(String expression) {
        return "CONVERT(" + expression + " USING utf8mb4) COLLATE utf8mb4_bin";
    }

    @Override
    public ColumnKind kind(ResultSetMetaData columns, int index) throws SQLException {
        var name = columns.getColumnTypeName(index).toUpperCase(Locale.ROOT);
        return switch (columns.getColumnType(index)) {
            case Types.TIMESTAMP, Types.DATE -> ColumnKind.TIME;
            case Types.BIGINT ->
                    name.contains("UNSIGNED") ? ColumnKind.UNSIGNED : ColumnKind.INTEGER;
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.NUMERIC,
                    Types.DECIMAL ->
                    ColumnKind.NUMBER;
            case Types.BIT, Types.BOOLEAN -> ColumnKind.BOOLEAN;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> ColumnKind.BYTES;
            default -> name.equals("JSON") ? ColumnKind.JSON : ColumnKind.TEXT;
        };
    }

    @Override
    public @Nullable Object value(ResultSet rows, int index, @Nullable ColumnKind kind)
            throws SQLException {
        if (kind == null) {
            return null;
        }
        return switch (kind) {
            case TIME ->
                    rows.getMetaData().getColumnType(index) == Types.DATE
                            ? rows.getObject(index, LocalDate.class)
                            : rows.getObject(index, LocalDateTime.class);
            case NUMBER, INTEGER, UNSIGNED -> rows.getObject(index);
            case BOOLEAN -> {
                boolean value = rows.getBoolean(index);
                yield rows.wasNull() ? null : value;
            }
            case BYTES -> rows.getBytes(index);
            case TEXT, JSON -> rows.getString(index);
        };
    }

    @Override
    public String versionQuery() {
        return "SELECT VERSION()";
    }

    @Override
    public String version(String answer) {
        return answer.contains("MariaDB")
                ? "MariaDB " + answer.replaceAll("-MariaDB.*", "")
                : "MySQL " + answer;
    }

    @Override
    public @Nullable ServerError serverError(SQLException failure, String sql) {
        int code = failure.getErrorCode();
        var state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (code <= 0 || failure.getMessage() == null) {
            return null;
        }
        var words = failure.getMessage().replaceAll("^\\(conn[=:]\\d+\\) ", "");
        if (UNAVAILABLE.contains(code)) {
            return new ServerError(state, words, ServerError.Cause.UNAVAILABLE);
        }
        if (SLOW.contains(code)) {
            return new ServerError(state, words, ServerError.Cause.SLOW);
        }
        if (DATABASE.contains(code)) {
            return new ServerError(state, words, ServerError.Cause.DATABASE);
        }
        return CREDENTIALS.contains(code)
                ? new ServerError(state, words, ServerError.Cause.CREDENTIALS)
                : ServerError.of(state, words);
    }
}
