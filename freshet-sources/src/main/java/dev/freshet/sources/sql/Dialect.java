package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.TlsTrouble;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one kind of database does its own way. Immutable.
interface Dialect {
    /// The types of data sources that it serves.
    Set<String> names();

    /// Its rules of quoting.
    SqlQuoting quoting();

    /// What opens connections to this data source.
    ///
    /// @throws SourceException when the settings are wrong
    Connector connector(SqlSettings settings) throws SourceException;

    /// Begins a transaction that may only read, in UTC and with a timeout for its statements.
    void begin(Connection connection, SqlSettings settings) throws SQLException;

    /// Ends the transaction and undoes what it may have set.
    void end(Connection connection) throws SQLException;

    /// A literal of this moment, rounded up to what the database can tell apart.
    String time(Instant moment);

    /// A condition that is true for times of a range, and for no more than a few others.
    default String timeFilter(String column, Instant from, Instant to) {
        return "(" + column + " >= " + time(from) + " AND " + column + " < " + time(to) + ")";
    }

    /// The seconds since 1970 of a time.
    String epoch(String column);

    /// The greatest multiple of `seconds` that is not above a number.
    String bucket(String number, BigDecimal seconds);

    /// What `$__time` calls the column of a time, and what it selects.
    default String timeColumn(String column) {
        return column + " AS \"time\"";
    }

    /// What `$__timeEpoch` selects.
    default String epochColumn(String column) {
        return epoch(column) + " AS \"time\"";
    }

    /// A text expression that is compared by its UTF-8 bytes.
    String comparedByBytes(String expression);

    /// What kind of values a column has; null when only its values tell.
    @Nullable ColumnKind kind(java.sql.ResultSetMetaData columns, int index) throws SQLException;

    /// A value of this row: a number, Boolean, String, byte array, or a `java.time` value.
    @Nullable Object value(ResultSet rows, int index, @Nullable ColumnKind kind)
            throws SQLException;

    /// What asks for the server's version.
    String versionQuery();

    /// What an operator is told of the version.
    String version(String answer);

    /// What to do when there is no connection.
    default String reachHint() {
        return "Check that it runs and the data source's settings.";
    }

    /// What to do when the database itself is wrong.
    default String databaseHint() {
        return "Check database in the data source's settings, and that this user may use it.";
    }

    /// What to do about TLS.
    default String tlsHint(TlsTrouble trouble) {
        return trouble.hint();
    }

    /// What went wrong, in the server's words; null when the driver says so and not the server.
    @Nullable ServerError serverError(SQLException failure, String sql);
}
