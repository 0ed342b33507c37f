package dev.freshet.sources.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A bounded number of open connections to one database. Thread-safe.
///
/// The pool itself tries again and again until its timeout. That would hide for seconds why nobody
/// gets in, and repeat a wrong password until the account is locked; so those who wait are told of
/// the first failure.
final class ConnectionPool implements AutoCloseable {
    private static final Duration UNUSED = Duration.ofSeconds(30);

    private final Connector connector;
    private final HikariDataSource pool;
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

    ConnectionPool(SqlSettings settings, Connector connector) {
        this.connector = connector;
        var config = new HikariConfig();
        config.setPoolName("data source " + settings.dataSource().uid());
        config.setDataSource(new Source());
        config.setMaximumPoolSize(settings.connections());
        config.setReadOnly(true);
        config.setMinimumIdle(0);
        config.setIdleTimeout(UNUSED.toMillis());
        config.setConnectionTimeout(Math.max(250, settings.timeout().toMillis()));
        config.setValidationTimeout(Math.clamp(settings.timeout().toMillis(), 250, 5000));
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
    }

    /// A connection, which goes back when it is closed.
    Connection take() throws SQLException {
        var waiter = new Waiter();
        waiters.add(waiter);
        try {
            if (connector.isOutdated()) {
                pool.getHikariPoolMXBean().softEvictConnections();
            }
            return pool.getConnection();
        } catch (SQLException e) {
            var failure = waiter.failure();
            throw failure == null ? e : failure;
        } finally {
            waiters.remove(waiter);
            waiter.finish();
        }
    }

    /// Ends a connection that was taken, whatever it is doing.
    void discard(Connection connection) {
        breakOff(connection);
        pool.evictConnection(connection);
    }

    /// Has nothing more be read from a connection; it has to be discarded then.
    void breakOff(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // it is closed when it is discarded
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /// A thread that waits for a connection.
    private static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private @Nullable SQLException failure;
        private boolean finished;

        synchronized void fail(SQLException cause) {
            if (!finished) {
                failure = cause;
                thread.interrupt();
            }
        }

        synchronized @Nullable SQLException failure() {
            return failure;
        }

        /// Called by the thread itself, which leaves without being interrupted.
        synchronized void finish() {
            finished = true;
            if (failure != null) {
                Thread.interrupted();
            }
        }
    }

    /// What the pool opens connections with.
    private final class Source implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            try {
                return connector.connect();
            } catch (SQLException e) {
                waiters.forEach(each -> each.fail(e));
                throw e;
            }
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("The settings have the credentials");
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter out) {
            // drivers log by themselves
        }

        @Override
        public void setLoginTimeout(int seconds) {
            // the connector knows it
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException("Drivers log by themselves");
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("This is not a " + type.getName());
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
