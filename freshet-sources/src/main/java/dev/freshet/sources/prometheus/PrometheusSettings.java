package dev.freshet.sources.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.MinInterval;
import dev.freshet.sources.upstream.Shown;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the settings of a data source say about its queries.
///
/// @param scrapeInterval the smallest distance of points that makes sense
/// @param usesGet whether queries go with GET instead of POST
/// @param parameters of every query, besides its own
record PrometheusSettings(
        Duration scrapeInterval, boolean usesGet, Map<String, String> parameters) {
    private static final Duration DEFAULT_SCRAPE_INTERVAL = Duration.ofSeconds(15);

    static PrometheusSettings of(DataSource dataSource) throws SourceException {
        var json = JsonMapper.shared().readTree(dataSource.jsonData().toBytes());
        var interval = json.path("timeInterval").asString("");
        return new PrometheusSettings(
                MinInterval.read(interval, setting("timeInterval", dataSource))
                        .orElse(DEFAULT_SCRAPE_INTERVAL),
                usesGet(json, dataSource),
                parameters(json, dataSource));
    }

    private static boolean usesGet(JsonNode json, DataSource dataSource) throws SourceException {
        var method = json.path("httpMethod").asString("").toUpperCase(Locale.ROOT);
        return switch (method) {
            case "GET" -> true;
            case "POST", "" -> false;
            default ->
                    throw new SourceException(
                            setting("httpMethod", dataSource) + " is \"" + Shown.of(method) + "\".",
                            "Set it to POST or GET.");
        };
    }

    private static Map<String, String> parameters(JsonNode json, DataSource dataSource)
            throws SourceException {
        var parameters = new LinkedHashMap<String, String>();
        for (var pair : json.path("customQueryParameters").asString("").strip().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        decode(pair.substring(0, equals), dataSource),
                        decode(pair.substring(equals + 1), dataSource));
            } else if (!pair.isEmpty()) {
                throw unreadableParameters(pair, dataSource);
            }
        }
        var timeout = json.path("queryTimeout").asString("");
        MinInterval.read(timeout, setting("queryTimeout", dataSource))
                .ifPresent(given -> parameters.put("timeout", given.toMillis() + "ms"));
        return parameters;
    }

    private static String decode(String text, DataSource dataSource) throws SourceException {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadableParameters(text, dataSource);
        }
    }

    private static SourceException unreadableParameters(String text, DataSource dataSource) {
        return new SourceException(
                setting("customQueryParameters", dataSource)
                        + " has the part \""
                        + Shown.of(text)
                        + "\", which is not a parameter.",
                "Write it as in an address: name=value&other=value, with % and & of values as %25"
                        + " and %26.");
    }

    private static String setting(String name, DataSource dataSource) {
        return "Setting " + name + " of data source \"" + dataSource.name() + "\"";
    }
}
