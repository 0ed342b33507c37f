package dev.freshet.sources.redis;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.UpstreamTls;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the settings of a data source say about connections to its server.
///
/// @param uri where it is, with our credentials
record RedisSettings(RedisURI uri, ClientOptions options) {
    private static final int DEFAULT_PORT = 6379;
    private static final int LAST_PORT = 65_535;

    /// How much later than we the library gives up, so that all waiting ends in the same words.
    private static final int PATIENCE = 2;

    static RedisSettings of(DataSource dataSource, Duration timeout) throws SourceException {
        var json = JsonMapper.shared().readTree(dataSource.jsonData().toBytes());
        var address = address(dataSource);
        boolean isEncrypted = address.getScheme().equals("rediss");
        var uri =
                RedisURI.builder()
                        .withHost(address.getHost())
                        .withPort(address.getPort() < 0 ? DEFAULT_PORT : address.getPort())
                        .withDatabase(database(address, json, dataSource))
                        .withTimeout(timeout.multipliedBy(PATIENCE))
                        .withClientName("freshet")
                        .withSsl(isEncrypted)
                        .withVerifyPeer(!json.path("tlsSkipVerify").booleanValue(false));
        authenticate(uri, json, dataSource);
        return new RedisSettings(uri.build(), options(dataSource, timeout, isEncrypted));
    }

    private static URI address(DataSource dataSource) throws SourceException {
        var text = dataSource.url().strip();
        try {
            var uri = new URI(text.contains("://") ? text : "redis://" + text);
            var scheme = String.valueOf(uri.getScheme());
            if ((scheme.equals("redis") || scheme.equals("rediss"))
                    && uri.getHost() != null
                    && uri.getPort() <= LAST_PORT
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawPath().matches("/?[0-9]{0,5}")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // refused below
        }
        throw new SourceException(
                "The url of data source \"" + dataSource.name() + "\" is not a Redis address.",
                "Set url to redis://host:6379 or rediss://host:6379, with /1 for database 1; user"
                        + " and password have settings of their own.");
    }

    /// The settings go before the address.
    private static int database(URI address, JsonNode json, DataSource dataSource)
            throws SourceException {
        var path = address.getRawPath().replace("/", "");
        var given = json.path("database").asString(dataSource.database());
        var text = given.isEmpty() ? path : given;
        if (!text.matches("[0-9]{0,5}")) {
            throw new SourceException(
                    "The database of data source \"%s\" is \"%s\"."
                            .formatted(dataSource.name(), Shown.of(text)),
                    "Set it to a number; 0 is what Redis begins with.");
        }
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static void authenticate(RedisURI.Builder uri, JsonNode json, DataSource dataSource) {
        var user = json.path("user").asString(dataSource.user());
        var password = dataSource.secrets().getOrDefault("password", "");
        if (!user.isEmpty()) {
            uri.withAuthentication(user, password.toCharArray());
        } else if (!password.isEmpty()) {
            uri.withPassword(password.toCharArray());
        }
    }

    private static ClientOptions options(
            DataSource dataSource, Duration timeout, boolean isEncrypted) throws SourceException {
        var options =
                ClientOptions.builder()
                        .autoReconnect(false)
                        .socketOptions(
                                SocketOptions.builder()
                                        .connectTimeout(timeout.multipliedBy(PATIENCE))
                                        .keepAlive(true)
                                        .build());
        return isEncrypted ? options.sslOptions(tls(dataSource)).build() : options.build();
    }

    private static SslOptions tls(DataSource dataSource) throws SourceException {
        var keys = UpstreamTls.keyManagers(dataSource);
        var trust = UpstreamTls.trustManagers(dataSource);
        return SslOptions.builder()
                .jdkSslProvider()
                .sslContext(context -> {
                    if (keys != null) {
                        context.keyManager(keys[0]);
                    }
                    if (trust != null) {
                        context.trustManager(trust[0]);
                    }
                })
                .build();
    }
}
