package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// Connections to a SQLite file, which is only read.
final class SqliteConnector implements Connector {
    private final Path file;
    private final SQLiteConfig config;
    private volatile @Nullable Object opened;

    private SqliteConnector(Path file, SQLiteConfig config) {
        this.file = file;
        this.config = config;
    }

    static SqliteConnector of(SqlSettings settings) throws SourceException {
        var path = settings.text("path");
        try {
            if (!path.isEmpty()) {
                return new SqliteConnector(Path.of(path).toAbsolutePath(), config(settings));
            }
        } catch (InvalidPathException e) {
            throw missing(settings, e);
        }
        throw missing(settings, null);
    }

    private static SourceException missing(SqlSettings settings, @Nullable Exception cause) {
        return new SourceException(
                settings.named("names no file"),
                "Set jsonData path to a SQLite file that this server may read.",
                cause);
    }

    private static SQLiteConfig config(SqlSettings settings) {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout((int) settings.timeout().toMillis());
        config.setPragma(
                SQLiteConfig.Pragma.LIMIT_LENGTH,
                Long.toString(Math.min(settings.context().maxBytes(), 1_000_000_000)));
        return config;
    }

    /// An open file stays what it was when another one has taken its name.
    @Override
    public boolean isOutdated() {
        return !Objects.equals(opened, key());
    }

    /// What tells files of one name apart; null when there is none, or the system does not say.
    private @Nullable Object key() {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public Connection connect() throws SQLException {
        if (!Files.isRegularFile(file)) {
            var why = Files.exists(file) ? "its path is not a file" : "its file does not exist";
            throw new SQLException(why, "08001");
        }
        opened = key();
        var connection = config.createConnection("jdbc:sqlite:" + file);
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = true");
            statement.execute("PRAGMA schema_version"); // reads the file's head
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
