package dev.freshet.server.storage;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings the tables up to date.
///
/// Flyway costs half a second of class loading, so it is only woken when the version is not the
/// newest; asking for the version costs a millisecond.
final class Schema {
    /// The newest `V<n>__….sql`; a test compares it with the files.
    static final int NEWEST = 6;

    private static final String HISTORY = "flyway_schema_history";

    private Schema() {}

    static void migrate(DataSource source, String file) throws DatabaseUnusable, SQLException {
        int current = current(source, file);
        if (current > NEWEST) {
            throw new DatabaseUnusable(
                    "The database "
                            + file
                            + " was written by a newer version of Freshet (tables "
                            + current
                            + ", this version knows "
                            + NEWEST
                            + "); run that version, or restore a copy from before.");
        }
        if (current < NEWEST) {
            try {
                Flyway.configure(Schema.class.getClassLoader())
                        .dataSource(source)
                        .locations("classpath:dev/freshet/server/storage/migration")
                        .load()
                        .migrate();
            } catch (FlywayException e) {
                throw new DatabaseUnusable(
                        "The tables of "
                                + file
                                + " could not be brought up to date: "
                                + e.getMessage(),
                        e);
            }
        }
    }

    /// 0 for an empty database.
    private static int current(DataSource source, String file)
            throws SQLException, DatabaseUnusable {
        try (var connection = source.getConnection()) {
            if (number(
                            connection,
                            "select count(*) from sqlite_master where name = '" + HISTORY + "'")
                    > 0) {
                return number(
                        connection,
                        "select coalesce(max(cast(version as integer)), 0) from "
                                + HISTORY
                                + " where success = 1");
            }
            if (number(connection, "select count(*) from sqlite_master") > 0) {
                throw new DatabaseUnusable(
                        "The database "
                                + file
                                + " belongs to another program; set [database] path to a file of"
                                + " Freshet's own.");
            }
            return 0;
        }
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
