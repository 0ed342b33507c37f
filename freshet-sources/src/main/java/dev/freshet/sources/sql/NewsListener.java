package dev.freshet.sources.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens to one channel of PostgreSQL's notifications, on a connection and a thread of its own.
/// Thread-safe.
///
/// The thread starts with the first who waits, and ends when nobody has waited for a minute. While
/// there is no connection everybody waits for the whole interval; its loss and the first moment of
/// a new one count as news, because something may have been missed.
final class NewsListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NewsListener.class);
    private static final Duration UNUSED = Duration.ofMinutes(1);
    private static final int POLL_MILLIS = 1000;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final SqlSettings settings;
    private final Connector connector;
    private final String channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long pause = FIRST_PAUSE_MILLIS; // the thread's own, as is the next
    private boolean isLost;
    private long count;
    private int waiting;
    private long lastUsed = System.nanoTime();
    private boolean closed;
    private @Nullable Thread thread;
    private @Nullable Connection connection;

    NewsListener(SqlSettings settings, Connector connector, String channel) {
        this.settings = settings;
        this.connector = connector;
        this.channel = channel;
    }

    /// How often there was news so far.
    long count() {
        lock.lock();
        try {
            lastUsed = System.nanoTime();
            return count;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the count is not `known` any more, or for as long as `most`.
    void await(long known, Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            ensureRunning();
            waiting++;
            long left = most.toNanos();
            while (count == known && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            waiting = Math.max(0, waiting - 1);
            lastUsed = System.nanoTime();
            lock.unlock();
        }
    }

    /// True when it has no connection, and nobody has asked for a while.
    boolean isIdle() {
        lock.lock();
        try {
            return thread == null && System.nanoTime() - lastUsed > UNUSED.toNanos();
        } finally {
            lock.unlock();
        }
    }

    private void ensureRunning() {
        if (thread == null && !closed) {
            thread = Thread.ofPlatform().daemon().name("sql-listen").start(this::run);
        }
    }

    private void run() {
        while (goesOn()) {
            try {
                listen();
            } catch (SQLException | RuntimeException e) {
                lost(e);
                pauseFor(pause);
                pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    /// Whoever waits asks at once, and so hears when the database is down.
    private void lost(Exception failure) {
        if (isLost) {
            return;
        }
        isLost = true;
        log.warn(
                "data source {} does not tell of notifications on channel {} now, and is asked once"
                        + " per interval: {}",
                settings.dataSource().uid(),
                channel,
                failure.getMessage());
        news();
    }

    private void listening() {
        if (isLost) {
            log.info(
                    "data source {} tells of notifications on channel {} again",
                    settings.dataSource().uid(),
                    channel);
        }
        isLost = false;
        pause = FIRST_PAUSE_MILLIS;
        news();
    }

    /// Returns when nobody is interested any more.
    private void listen() throws SQLException {
        try (var own = connector.listen()) {
            use(own);
            try (var statement = own.createStatement()) {
                statement.execute("LISTEN \"" + channel.replace("\"", "\"\"") + "\"");
            }
            listening();
            var notified = own.unwrap(PGConnection.class);
            while (goesOn()) {
                var news = notified.getNotifications(POLL_MILLIS);
                if (news != null && news.length > 0) {
                    news();
                }
            }
        } finally {
            use(null);
        }
    }

    private void use(@Nullable Connection now) throws SQLException {
        lock.lock();
        try {
            if (closed && now != null) {
                throw new SQLException("closed");
            }
            connection = now;
        } finally {
            lock.unlock();
        }
    }

    private void news() {
        lock.lock();
        try {
            count++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// False when the thread has to end; the next who waits then starts another.
    private boolean goesOn() {
        lock.lock();
        try {
            boolean used = waiting > 0 || System.nanoTime() - lastUsed < UNUSED.toNanos();
            if (closed || !used) {
                thread = null;
                return false;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void pauseFor(long millis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            closed = true; // nobody does that but a stop of everything
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            if (connection != null) {
                connection.abort(Runnable::run);
            }
        } catch (SQLException e) {
            // the thread notices within a second
        } finally {
            lock.unlock();
        }
    }
}
