package dev.freshet.sources.sql;

import dev.freshet.source.DataSource;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.UpstreamTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.postgresql.ssl.WrappedFactory;

/// TLS to PostgreSQL. The driver makes one of these by its class name, with nothing but properties,
/// so the certificates are found under a name that is one of them.
public final class PostgresTls extends WrappedFactory {
    private static final Map<String, SSLContext> CONTEXTS = new ConcurrentHashMap<>();

    /// Called by the driver.
    public PostgresTls(Properties properties) {
        var context = CONTEXTS.get(properties.getProperty("sslfactoryarg", ""));
        if (context == null) {
            throw new IllegalStateException("The data source is closed");
        }
        factory = context.getSocketFactory();
    }

    /// Keeps a data source's certificates until [#forget]; returns their name.
    ///
    /// @param mode one of Grafana's `sslmode`
    static String register(SqlSettings settings, String mode) throws SourceException {
        var secrets = secrets(settings);
        var json = settings.json().deepCopy().asObject();
        json.put("tlsSkipVerify", mode.equals("require"));
        json.put("tlsAuthWithCACert", secrets.containsKey("tlsCACert"));
        json.put("tlsAuth", secrets.containsKey("tlsClientCert"));
        var name = UUID.randomUUID().toString();
        CONTEXTS.put(
                name,
                UpstreamTls.context(
                        with(settings.dataSource(), RawJson.of(json.toString()), secrets)));
        return name;
    }

    static void forget(@Nullable String name) {
        if (name != null) {
            CONTEXTS.remove(name);
        }
    }

    private static DataSource with(DataSource of, RawJson json, Map<String, String> secrets) {
        return new DataSource(
                of.id(),
                of.uid(),
                of.type(),
                of.name(),
                of.url(),
                of.user(),
                of.database(),
                of.basicAuth(),
                of.basicAuthUser(),
                json,
                secrets,
                of.updated());
    }

    /// The certificates, from the secrets or from the files that settings name.
    private static Map<String, String> secrets(SqlSettings settings) throws SourceException {
        var secrets = new HashMap<>(settings.dataSource().secrets());
        if (!settings.text("tlsConfigurationMethod").equals("file-content")) {
            read(settings, "sslRootCertFile", secrets, "tlsCACert");
            read(settings, "sslCertFile", secrets, "tlsClientCert");
            read(settings, "sslKeyFile", secrets, "tlsClientKey");
        }
        secrets.values().removeIf(String::isBlank);
        return secrets;
    }

    private static void read(
            SqlSettings settings, String setting, Map<String, String> secrets, String secret)
            throws SourceException {
        var file = settings.text(setting);
        if (file.isEmpty()) {
            return;
        }
        try {
            secrets.put(secret, Files.readString(Path.of(file)));
        } catch (IOException | InvalidPathException e) {
            throw new SourceException(
                    settings.named("names a file in %s that cannot be read".formatted(setting)),
                    "Let the server read it, or paste its text into the secret %s and set"
                                    .formatted(secret)
                            + " tlsConfigurationMethod to file-content.",
                    e);
        }
    }
}
