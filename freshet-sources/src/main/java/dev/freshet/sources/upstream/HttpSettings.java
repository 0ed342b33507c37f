package dev.freshet.sources.upstream;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the settings of a data source say about HTTP requests.
final class HttpSettings {
    /// The client library sets these itself and refuses to have them set.
    private static final Set<String> RESERVED =
            Set.of("connection", "content-length", "expect", "host", "upgrade");

    private HttpSettings() {}

    /// The type's own settings.
    static JsonNode json(DataSource dataSource) {
        return JsonMapper.shared().readTree(dataSource.jsonData().toBytes());
    }

    /// The URL without a slash at its end.
    static String baseUrl(DataSource dataSource) throws SourceException {
        var url = dataSource.url().strip();
        try {
            var uri = new URI(url);
            var scheme = String.valueOf(uri.getScheme());
            if ((scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null) {
                return url.replaceAll("/+$", "");
            }
        } catch (URISyntaxException e) {
            // refused below
        }
        throw new SourceException(
                "The url of data source \"" + dataSource.name() + "\" is not an HTTP address.",
                "Set url to http://host:port or https://host:port, with a path if there is one;"
                        + " user and password have settings of their own.");
    }

    /// The header fields of every request.
    static Map<String, String> headers(DataSource dataSource) throws SourceException {
        var headers = new LinkedHashMap<String, String>();
        if (dataSource.basicAuth()) {
            headers.put(
                    "Authorization",
                    UpstreamHttp.basic(
                            dataSource.basicAuthUser(),
                            dataSource.secrets().getOrDefault("basicAuthPassword", "")));
        }
        var json = json(dataSource);
        for (int i = 1; json.path("httpHeaderName" + i).isString(); i++) {
            var name = json.path("httpHeaderName" + i).stringValue();
            var value = dataSource.secrets().getOrDefault("httpHeaderValue" + i, "");
            check(dataSource, i, name, value);
            headers.put(name, value);
        }
        return headers;
    }

    private static void check(DataSource dataSource, int number, String name, String value)
            throws SourceException {
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
                || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new SourceException(
                    "Setting httpHeaderName%d of data source \"%s\" is \"%s\", which is not a header field that can be set."
                            .formatted(number, dataSource.name(), name),
                    "Choose another name, for example X-Scope-OrgID.");
        }
        if (!isOneLine(value)) {
            throw new SourceException(
                    "Secret httpHeaderValue%d of data source \"%s\" has a character that cannot be sent."
                            .formatted(number, dataSource.name()),
                    "Give it on one line, in the letters of Latin-1.");
        }
    }

    /// Refuses credentials that the client library would refuse, and name, when they are used.
    static void requireOneLine(DataSource dataSource, Map<String, String> headers)
            throws SourceException {
        for (var value : headers.values()) {
            if (!isOneLine(value)) {
                throw new SourceException(
                        "A secret of data source \"%s\" has a character that cannot be sent."
                                .formatted(dataSource.name()),
                        "Give its token on one line, without blanks.");
            }
        }
    }

    private static boolean isOneLine(String value) {
        return value.chars().noneMatch(c -> c < ' ' || c == 127 || c > 255);
    }
}
