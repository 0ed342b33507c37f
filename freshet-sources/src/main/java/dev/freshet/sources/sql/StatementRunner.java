package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs statements against one database, on as many platform threads as it may have connections.
/// Thread-safe; callers block, and may be interrupted.
final class StatementRunner implements AutoCloseable {
    private static final int IDLE_SECONDS = 30;

    private final SqlSettings settings;
    private final Dialect dialect;
    private final ConnectionPool pool;
    private final SqlFailures failures;
    private final ThreadPoolExecutor workers;

    StatementRunner(SqlSettings settings, Dialect dialect, Connector connector) {
        this.settings = settings;
        this.dialect = dialect;
        this.pool = new ConnectionPool(settings, connector);
        this.failures = new SqlFailures(settings, dialect);
        this.workers =
                new ThreadPoolExecutor(
                        settings.connections(),
                        settings.connections(),
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("sql-", 0).factory());
        workers.allowCoreThreadTimeOut(true);
    }

    /// Reads the rows of a statement.
    interface Reader<T> {
        T read(ResultSet rows) throws SQLException, SourceException;
    }

    /// Asks, within the timeout; the statement is cancelled when that is over or the caller is
    /// interrupted.
    <T> T run(BoundSql sql, Reader<T> reader) throws SourceException, InterruptedException {
        var call = new StatementCall<T>(settings, dialect, pool, sql, reader);
        try {
            var future = workers.submit(call);
            try {
                return future.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                future.cancel(false);
                call.cancel();
            }
        } catch (TimeoutException e) {
            throw failures.slow(e);
        } catch (ExecutionException e) {
            throw failures.of(e.getCause() == null ? e : e.getCause(), sql.sql());
        } catch (RejectedExecutionException e) {
            throw failures.closed(e);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        pool.close();
    }
}
