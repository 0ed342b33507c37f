package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.TlsTrouble;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// PostgreSQL.
final class PostgresDialect implements Dialect {
    @Override
    public Set<String> names() {
        return Set.of("postgres", "grafana-postgresql-datasource");
    }

    @Override
    public SqlQuoting quoting() {
        return SqlQuoting.POSTGRES;
    }

    @Override
    public Connector connector(SqlSettings settings) throws SourceException {
        return PostgresConnector.of(settings);
    }

    @Override
    public void begin(Connection connection, SqlSettings settings) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "SET TRANSACTION READ ONLY; SET LOCAL TimeZone = 'UTC';"
                            + " SET LOCAL standard_conforming_strings = on;"
                            + " SET LOCAL statement_timeout = "
                            + settings.timeout().toMillis());
        }
    }

    @Override
    public void end(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Override
    public String time(Instant moment) {
        return "timestamptz '" + Times.micros(moment) + "+00'";
    }

    @Override
    public String epoch(String column) {
        return "extract(epoch from " + column + ")";
    }

    @Override
    public String bucket(String number, BigDecimal seconds) {
        var step = seconds.toPlainString();
        return "floor((" + number + ") / " + step + ") * " + step;
    }

    @Override
    public String comparedByBytes(String expression) {
        return "(" + expression + ") COLLATE \"C\"";
    }

    @Override
    public ColumnKind kind(ResultSetMetaData columns, int index) throws SQLException {
        var name = columns.getColumnTypeName(index);
        return switch (columns.getColumnType(index)) {
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE, Types.DATE -> ColumnKind.TIME;
            case Types.BIGINT -> ColumnKind.INTEGER;
            case Types.SMALLINT, Types.INTEGER, Types.REAL, Types.NUMERIC, Types.DECIMAL ->
                    ColumnKind.NUMBER;
            case Types.DOUBLE -> name.equals("money") ? ColumnKind.TEXT : ColumnKind.NUMBER;
            case Types.BIT, Types.BOOLEAN ->
                    name.equals("bool") ? ColumnKind.BOOLEAN : ColumnKind.TEXT;
            case Types.BINARY -> ColumnKind.BYTES;
            default ->
                    name.equals("json") || name.equals("jsonb") ? ColumnKind.JSON : ColumnKind.TEXT;
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
                    switch (rows.getMetaData().getColumnTypeName(index)) {
                        case "timestamptz" -> rows.getObject(index, OffsetDateTime.class);
                        case "date" -> rows.getObject(index, LocalDate.class);
                        default -> rows.getObject(index, LocalDateTime.class);
                    };
            case NUMBER, INTEGER, UNSIGNED, BOOLEAN -> rows.getObject(index);
            case BYTES -> rows.getBytes(index);
            case TEXT, JSON -> rows.getString(index);
        };
    }

    @Override
    public String versionQuery() {
        return "SHOW server_version";
    }

    @Override
    public String version(String answer) {
        return "PostgreSQL " + answer;
    }

    @Override
    public String tlsHint(TlsTrouble trouble) {
        return switch (trouble) {
            case UNTRUSTED ->
                    "Set sslRootCertFile to the certificate of the authority that signed it; with"
                            + " sslmode require it is not checked.";
            case CERTIFICATE_WANTED -> "Set sslCertFile and sslKeyFile.";
            case CERTIFICATE_REFUSED ->
                    "Set sslCertFile and sslKeyFile to a certificate that it trusts.";
            case EXPIRED, OTHER_NAME, NO_TLS -> trouble.hint();
        };
    }

    @Override
    public @Nullable ServerError serverError(SQLException failure, String sql) {
        if (!(failure instanceof PSQLException postgres)
                || postgres.getServerErrorMessage() == null) {
            return null;
        }
        var said = postgres.getServerErrorMessage();
        var state = said.getSQLState() == null ? "" : said.getSQLState();
        int position = said.getPosition();
        boolean inside = position > 0 && position <= sql.length();
        return ServerError.of(state, said.getMessage() + (inside ? at(sql, position - 1) : ""));
    }

    private static String at(String sql, int from) {
        var rest = sql.substring(from, Math.min(sql.length(), from + 40)).strip();
        return " (at character " + (from + 1) + ": \"" + rest.replaceAll("\\s+", " ") + "\")";
    }
}
