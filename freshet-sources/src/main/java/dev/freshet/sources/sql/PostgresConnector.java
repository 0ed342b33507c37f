package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// Connections to a PostgreSQL server, with TLS as Grafana's setting `sslmode` says.
final class PostgresConnector implements Connector {
    private static final int PORT = 5432;
    private static final Set<String> MODES =
            Set.of("disable", "require", "verify-ca", "verify-full");

    private final String url;
    private final Properties properties;
    private final int timeoutSeconds;
    private final @Nullable String tls;

    private PostgresConnector(
            String url, Properties properties, int timeoutSeconds, @Nullable String tls) {
        this.url = url;
        this.properties = properties;
        this.timeoutSeconds = timeoutSeconds;
        this.tls = tls;
    }

    static PostgresConnector of(SqlSettings settings) throws SourceException {
        var address = ServerAddress.of(settings, PORT);
        var mode = settings.text("sslmode").isEmpty() ? "require" : settings.text("sslmode");
        if (!MODES.contains(mode)) {
            throw settings.wrong(
                    "sslmode", mode, "Use disable, require, verify-ca or verify-full.");
        }
        var tls = mode.equals("disable") ? null : PostgresTls.register(settings, mode);
        int seconds = (int) Math.max(1, settings.timeout().plusMillis(999).toSeconds());
        return new PostgresConnector(
                "jdbc:postgresql://" + address.host() + ":" + address.port() + "/",
                properties(settings, mode, seconds, tls),
                seconds,
                tls);
    }

    private static Properties properties(
            SqlSettings settings, String mode, int seconds, @Nullable String tls) {
        var properties = new Properties();
        properties.setProperty("user", settings.dataSource().user());
        properties.setProperty("password", settings.password());
        if (!settings.database().isEmpty()) {
            properties.setProperty("PGDBNAME", settings.database());
        }
        properties.setProperty("ApplicationName", "Freshet");
        properties.setProperty("connectTimeout", Integer.toString(seconds));
        properties.setProperty("loginTimeout", Integer.toString(seconds));
        properties.setProperty("cancelSignalTimeout", Integer.toString(seconds));
        properties.setProperty("maxResultBuffer", Long.toString(settings.context().maxBytes()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("sslmode", mode);
        if (tls != null) {
            properties.setProperty("sslfactory", PostgresTls.class.getName());
            properties.setProperty("sslfactoryarg", tls);
        }
        return properties;
    }

    /// The socket's timeout is for servers that do not keep to the timeout of statements.
    @Override
    public Connection connect() throws SQLException {
        var own = new Properties();
        own.putAll(properties);
        own.setProperty("socketTimeout", Integer.toString(timeoutSeconds + 1));
        return open(own);
    }

    @Override
    public Connection listen() throws SQLException {
        return open(properties);
    }

    private Connection open(Properties settings) throws SQLException {
        var connection = new Driver().connect(url, settings);
        if (connection == null) {
            throw new SQLException("The driver does not know this address");
        }
        return connection;
    }

    @Override
    public void close() {
        PostgresTls.forget(tls);
    }
}
