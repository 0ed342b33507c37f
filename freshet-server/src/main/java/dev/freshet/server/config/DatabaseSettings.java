package dev.freshet.server.config;

import java.nio.file.Path;

/// `[database]`: where the tables are.
///
/// @param path of the file, already below `[paths] data` unless absolute
public record DatabaseSettings(Type type, Path path) {
    /// Kinds of databases.
    public enum Type {
        SQLITE3
    }

    static DatabaseSettings from(Values values) {
        return new DatabaseSettings(
                values.get(Keys.DATABASE_TYPE),
                values.pathOrDefault(Keys.DATA).resolve(values.pathOrDefault(Keys.DATABASE_PATH)));
    }
}
