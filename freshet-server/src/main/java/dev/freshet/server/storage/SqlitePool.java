package dev.freshet.server.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// Connections to one SQLite file in WAL mode.
final class SqlitePool {
    private static final Duration OTHERS_MAY_WRITE = Duration.ofSeconds(5);

    private SqlitePool() {}

    /// One connection whose transactions take the write lock when they begin: a transaction that
    /// reads first and writes later would fail when another process wrote in between.
    static HikariDataSource writer(Path file) {
        var config = config();
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return pool("writer", file, config, 1);
    }

    static HikariDataSource readers(Path file, int count) {
        return pool("reader", file, config(), count);
    }

    private static SQLiteConfig config() {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout((int) OTHERS_MAY_WRITE.toMillis());
        return config;
    }

    private static HikariDataSource pool(String name, Path file, SQLiteConfig config, int size) {
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        var pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setDataSource(source);
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(1);
        pool.setMaxLifetime(0);
        pool.setIdleTimeout(0);
        return new HikariDataSource(pool);
    }
}
