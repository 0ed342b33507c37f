package dev.freshet.sources.mqtt;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.UpstreamTls;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the settings of a data source say about connections to its broker.
///
/// @param uri with a scheme as Paho names it
/// @param clientId what the broker knows the first connection by; further ones get a number
/// @param user empty when none
/// @param tls null when the connection is not encrypted
/// @param verifiesHost whether the certificate must be for the host of the address
record MqttSettings(
        String uri,
        String clientId,
        String user,
        String password,
        @Nullable SSLContext tls,
        boolean verifiesHost) {
    private static final int LAST_PORT = 65_535;
    private static final Map<String, String> SCHEMES =
            Map.of(
                    "tcp", "tcp", "mqtt", "tcp", "ssl", "ssl", "tls", "ssl", "mqtts", "ssl", "ws",
                    "ws", "wss", "wss");

    static MqttSettings of(DataSource dataSource) throws SourceException {
        var json = JsonMapper.shared().readTree(dataSource.jsonData().toBytes());
        var uri = uri(json, dataSource);
        boolean isEncrypted = uri.startsWith("ssl:") || uri.startsWith("wss:");
        return new MqttSettings(
                uri,
                clientId(json),
                json.path("username").asString(dataSource.user()),
                dataSource.secrets().getOrDefault("password", ""),
                isEncrypted ? UpstreamTls.context(dataSource) : null,
                !json.path("tlsSkipVerify").booleanValue(false));
    }

    private static String uri(JsonNode json, DataSource dataSource) throws SourceException {
        var given = json.path("uri").asString("").strip();
        var text = given.isEmpty() ? dataSource.url().strip() : given;
        try {
            var uri = new URI(text.contains("://") ? text : "tcp://" + text);
            var scheme = SCHEMES.get(String.valueOf(uri.getScheme()));
            if (scheme != null
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getPort() <= LAST_PORT
                    && (scheme.startsWith("ws") || uri.getRawPath().matches("/?"))) {
                var path = scheme.startsWith("ws") ? uri.getRawPath() : "";
                return scheme + "://" + uri.getRawAuthority() + path;
            }
        } catch (URISyntaxException e) {
            // refused below
        }
        throw new SourceException(
                "Setting uri of data source \""
                        + dataSource.name()
                        + "\" is not the address of an MQTT broker.",
                "Set jsonData.uri or url to tcp://host:1883, ssl://host:8883, ws://host/path or"
                        + " wss://host/path; user and password have settings of their own.");
    }

    /// Random when none is set: 23 letters and digits are what every broker takes.
    private static String clientId(JsonNode json) {
        var given = json.path("clientID").asString("").strip();
        return given.isEmpty()
                ? "freshet" + UUID.randomUUID().toString().replace("-", "").substring(0, 16)
                : given;
    }
}
