package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/// Connections to a MySQL or MariaDB server, with TLS by Grafana's settings `tlsAuthWithCACert` and
/// `tlsSkipVerify`.
final class MysqlConnector implements Connector {
    private static final int PORT = 3306;

    private final String url;
    private final Properties properties;
    private final Duration timeout;

    private MysqlConnector(String url, Properties properties, Duration timeout) {
        this.url = url;
        this.properties = properties;
        this.timeout = timeout;
    }

    static MysqlConnector of(SqlSettings settings) throws SourceException {
        var address = ServerAddress.of(settings, PORT);
        if (!settings.database().matches("[^/?&#=,\\s]*")) {
            throw settings.wrong(
                    "database", settings.database(), "Use a name without / ? & # = , or blanks.");
        }
        return new MysqlConnector(
                "jdbc:mariadb://"
                        + address.host()
                        + ":"
                        + address.port()
                        + "/"
                        + settings.database(),
                properties(settings),
                settings.timeout());
    }

    private static Properties properties(SqlSettings settings) throws SourceException {
        var properties = new Properties();
        properties.setProperty("user", settings.dataSource().user());
        properties.setProperty("password", settings.password());
        var millis = Long.toString(settings.timeout().toMillis());
        properties.setProperty("connectTimeout", millis);
        properties.setProperty(
                "socketTimeout", Long.toString(settings.timeout().toMillis() + 1000));
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("sslMode", sslMode(settings));
        if (settings.json().path("tlsAuthWithCACert").asBoolean(false)) {
            properties.setProperty(
                    "serverSslCert", settings.dataSource().secrets().getOrDefault("tlsCACert", ""));
        }
        return properties;
    }

    private static String sslMode(SqlSettings settings) throws SourceException {
        var json = settings.json();
        if (json.path("tlsAuth").asBoolean(false)) {
            throw settings.wrong(
                    "tlsAuth",
                    "true",
                    "Client certificates are not supported for MySQL and MariaDB; use a password"
                            + " with tlsAuthWithCACert.");
        }
        if (json.path("tlsSkipVerify").asBoolean(false)) {
            return "trust";
        }
        return json.path("tlsAuthWithCACert").asBoolean(false) ? "verify-full" : "disable";
    }

    @Override
    public Connection connect() throws SQLException {
        var connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("The driver does not know this address");
        }
        try (var statement = connection.createStatement()) {
            statement.execute(session(connection));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// Times in UTC, quotes as we read them, and a timeout of statements.
    private String session(Connection connection) throws SQLException {
        boolean mariaDb = connection.getMetaData().getDatabaseProductName().contains("MariaDB");
        return "SET SESSION time_zone = '+00:00', sql_mode ="
                + " REPLACE(REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', ''), 'ANSI_QUOTES', ''), "
                + (mariaDb
                        ? "max_statement_time = " + timeout.toMillis() / 1000.0
                        : "max_execution_time = " + timeout.toMillis());
    }
}
