package dev.freshet.server.storage;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.server.config.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteDataSource;

/// The tables, reached from any thread without waiting.
///
/// One thread writes and two read, each with a connection of its own; SQLite lets readers go on
/// while somebody writes. Stages complete on those threads: hand longer work on. When a queue is
/// full the stage fails at once with [DatabaseBusy].
public final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final int READERS = 2;
    private static final int WAITING_READS = 1024;
    private static final int WAITING_WRITES = 256;

    private final HikariDataSource writing;
    private final Path file;
    private final Jdbi writer;
    private final WorkQueue writes = new WorkQueue("database-writer", 1, WAITING_WRITES);
    private final WorkQueue reads = new WorkQueue("database-reader", READERS, WAITING_READS);

    /// Made with the first read: at the start a second pool costs 20 ms that nobody needs yet.
    private @Nullable HikariDataSource reading;

    private @Nullable Jdbi reader;

    private Database(Path file, HikariDataSource writing) {
        this.file = file;
        this.writing = writing;
        this.writer = Jdbi.create(writing);
    }

    /// Opens the file, made when missing, and brings its tables up to date. Blocks.
    public static Database open(DatabaseSettings settings) throws DatabaseUnusable {
        var file = settings.path().toAbsolutePath();
        HikariDataSource writing = null;
        try {
            var directory = file.getParent();
            if (directory != null) {
                PrivateFiles.makeDirectory(directory);
            }
            PrivateFiles.makeFile(file);
            writing = SqlitePool.writer(file);
            Schema.migrate(writing, file.toString());
            return new Database(file, writing);
        } catch (IOException | SQLException | RuntimeException | DatabaseUnusable e) {
            if (writing != null) {
                writing.close();
            }
            throw e instanceof DatabaseUnusable unusable
                    ? unusable
                    : new DatabaseUnusable(
                            "The database " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /// Loads the driver and its native library, which takes a good part of what opening takes; for
    /// a thread that has time while another one is still busy. Trouble shows again, and is told,
    /// when a file is opened.
    public static void loadDriver() {
        // Not through DriverManager, which loads the drivers of data sources as well.
        var source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite::memory:");
        try (var connection = source.getConnection()) {
            log.debug("the database driver is loaded: {}", connection);
        } catch (SQLException e) {
            log.debug("the database driver cannot be loaded", e);
        }
    }

    /// Runs `work` on a reading connection; the statements of one call see one state.
    public <T, X extends Exception> CompletionStage<T> read(HandleCallback<T, X> work) {
        return reads.run(() -> reader().inTransaction(work));
    }

    /// Runs `work` in a transaction of its own, one after the other.
    public <T, X extends Exception> CompletionStage<T> write(HandleCallback<T, X> work) {
        return writes.run(() -> writer.inTransaction(work));
    }

    /// Waits up to five seconds for what was queued.
    @Override
    public void close() {
        writes.close();
        reads.close();
        synchronized (this) {
            if (reading != null) {
                reading.close();
            }
        }
        writing.close();
    }

    private synchronized Jdbi reader() {
        if (reader == null) {
            reading = SqlitePool.readers(file, READERS);
            reader = Jdbi.create(reading);
        }
        return reader;
    }
}
