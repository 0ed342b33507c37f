package dev.freshet.sources.sql;

import java.sql.Connection;
import java.sql.SQLException;

/// Opens connections to one database, with its credentials. Thread-safe.
interface Connector extends AutoCloseable {
    /// A connection for queries; calls on it fail when the server does not answer.
    Connection connect() throws SQLException;

    /// A connection that waits for notifications as long as it takes.
    default Connection listen() throws SQLException {
        throw new SQLException("This database has no notifications");
    }

    /// True when what it connects to is not any more what connections were opened to: they are of
    /// no use then.
    default boolean isOutdated() {
        return false;
    }

    @Override
    default void close() {}
}
