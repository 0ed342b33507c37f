package dev.freshet.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// `[server]`: where the server listens and how browsers reach it.
///
/// @param httpAddr the address to listen on, empty for all
/// @param httpPort 0 for any free port
/// @param rootUrl ends with a slash
/// @param serveFromSubPath requests arrive with the path of `rootUrl` in front
/// @param certFile PEM, set with `HTTPS`
/// @param certKey PEM, set with `HTTPS`
public record ServerSettings(
        Protocol protocol,
        String httpAddr,
        String domain,
        int httpPort,
        URI rootUrl,
        boolean serveFromSubPath,
        @Nullable Path certFile,
        @Nullable Path certKey) {
    /// What is spoken on the port.
    public enum Protocol {
        HTTP,
        HTTPS
    }

    public ServerSettings {
        if (!rootUrl.isAbsolute()
                || rootUrl.getHost() == null
                || !rootUrl.getPath().endsWith("/")) {
            throw new IllegalArgumentException("rootUrl " + rootUrl + " is no address with a path");
        }
        if (protocol == Protocol.HTTPS && (certFile == null || certKey == null)) {
            throw new IllegalArgumentException("HTTPS needs certFile and certKey");
        }
    }

    /// The path of `rootUrl` without its last slash: empty, or for example `/grafana`.
    public String subPath() {
        var path = rootUrl.getPath();
        return path.substring(0, path.length() - 1);
    }

    static ServerSettings from(Values values) {
        var protocol = values.get(Keys.PROTOCOL);
        var certFile = values.path(Keys.CERT_FILE);
        var certKey = values.path(Keys.CERT_KEY);
        if (protocol == Protocol.HTTPS && (certFile == null || certKey == null)) {
            values.reject(
                    Keys.PROTOCOL,
                    "needs [server] cert_file and cert_key; set both to PEM files, or protocol to"
                            + " http");
            protocol = Protocol.HTTP;
        }
        return new ServerSettings(
                protocol,
                values.get(Keys.HTTP_ADDR),
                values.get(Keys.DOMAIN),
                values.get(Keys.HTTP_PORT),
                rootUrl(values),
                values.get(Keys.SERVE_FROM_SUB_PATH),
                certFile,
                certKey);
    }

    private static URI rootUrl(Values values) {
        var text = values.get(Keys.ROOT_URL);
        try {
            var url = new URI(text.endsWith("/") ? text : text + "/");
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web
                    && url.getHost() != null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Falls through to the sentence below.
        }
        values.reject(
                Keys.ROOT_URL, "is no web address, for example https://dash.example/grafana/");
        return URI.create("http://localhost:3000/");
    }
}
