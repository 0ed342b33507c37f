package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// One statement while it runs on a worker, and the way to cancel it from elsewhere.
final class StatementCall<T> implements Callable<T> {
    private static final int FETCH_ROWS = 500;

    private final SqlSettings settings;
    private final Dialect dialect;
    private final ConnectionPool pool;
    private final BoundSql sql;
    private final StatementRunner.Reader<T> reader;
    private @Nullable Statement running;
    private boolean cancelled;

    StatementCall(
            SqlSettings settings,
            Dialect dialect,
            ConnectionPool pool,
            BoundSql sql,
            StatementRunner.Reader<T> reader) {
        this.settings = settings;
        this.dialect = dialect;
        this.pool = pool;
        this.sql = sql;
        this.reader = reader;
    }

    /// Has the database stop, if it is at it; no effect when it is done. Does not wait: it may take
    /// a connection of its own.
    synchronized void cancel() {
        cancelled = true;
        if (running != null) {
            Thread.ofVirtual().name("sql-cancel").start(this::cancelRunning);
        }
    }

    private synchronized void cancelRunning() {
        try {
            if (running != null) {
                running.cancel();
            }
        } catch (SQLException e) {
            // the timeouts of statement and socket end it
        }
    }

    private synchronized boolean begin(Statement statement) {
        running = cancelled ? null : statement;
        return !cancelled;
    }

    /// Returns true when it was cancelled, after which a late cancellation may hit the connection.
    private synchronized boolean end() {
        running = null;
        return cancelled;
    }

    @Override
    public T call() throws SQLException, SourceException {
        var connection = pool.take();
        boolean usable = false;
        try {
            dialect.begin(connection, settings);
            T result;
            try {
                result = execute(connection);
            } catch (SQLException e) {
                usable = undo(connection);
                throw e;
            }
            usable = undo(connection);
            return result;
        } finally {
            if (usable && !end()) {
                connection.close();
            } else {
                pool.discard(connection);
            }
        }
    }

    private boolean undo(Connection connection) {
        try {
            dialect.end(connection);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private T execute(Connection connection) throws SQLException, SourceException {
        boolean plain = sql.parameters().isEmpty();
        try (var statement =
                plain ? connection.createStatement() : connection.prepareStatement(sql.sql())) {
            statement.setEscapeProcessing(false);
            statement.setFetchSize(FETCH_ROWS);
            statement.setMaxRows(settings.context().maxRows() + 1);
            if (!begin(statement)) {
                throw new SQLException("cancelled", "57014");
            }
            try (var rows =
                    statement instanceof PreparedStatement prepared && !plain
                            ? bound(prepared).executeQuery()
                            : statement.executeQuery(sql.sql())) {
                return reader.read(rows);
            } catch (SourceException e) {
                // closing would read all that is left
                pool.breakOff(connection);
                throw e;
            } finally {
                end();
            }
        }
    }

    private PreparedStatement bound(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < sql.parameters().size(); i++) {
            statement.setObject(i + 1, sql.parameters().get(i));
        }
        return statement;
    }
}
