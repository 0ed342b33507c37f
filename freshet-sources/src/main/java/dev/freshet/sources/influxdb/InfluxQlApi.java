package dev.freshet.sources.influxdb;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.RowLimit;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamHttp;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The requests that we send to InfluxDB 1. Thread-safe.
final class InfluxQlApi implements AutoCloseable {
    private final DataSource dataSource;
    private final UpstreamContext context;
    private final String database;
    private final boolean usesPost;
    private final UpstreamHttp http;

    InfluxQlApi(InfluxSettings settings, UpstreamContext context) throws SourceException {
        this.dataSource = settings.dataSource();
        this.context = context;
        this.database = settings.database();
        this.usesPost = usesPost(settings);
        this.http = new UpstreamHttp(dataSource, context, credentials(settings), ErrorBody::reason);
    }

    private static boolean usesPost(InfluxSettings settings) throws SourceException {
        return switch (settings.text("httpMode").toUpperCase(Locale.ROOT)) {
            case "POST" -> true;
            case "GET", "" -> false;
            default ->
                    throw new SourceException(
                            settings.named("httpMode")
                                    + " is \""
                                    + Shown.of(settings.text("httpMode"))
                                    + "\".",
                            "Set it to GET or POST.");
        };
    }

    private static Map<String, String> credentials(InfluxSettings settings) {
        var user = settings.dataSource().user();
        return user.isEmpty()
                ? Map.of()
                : Map.of("Authorization", UpstreamHttp.basic(user, settings.secret("password")));
    }

    RowLimit rowLimit() {
        return new RowLimit(dataSource, context);
    }

    /// The series that one statement gives.
    JsonNode series(String statement) throws SourceException, InterruptedException {
        var parameters = Map.of("db", database, "epoch", "ns", "q", statement);
        var answer =
                usesPost ? http.postForm("/query", parameters) : http.get("/query", parameters);
        var result = answer.path("results").path(0);
        for (var error : new JsonNode[] {answer.path("error"), result.path("error")}) {
            if (error.isString()) {
                throw refusal(error.stringValue());
            }
        }
        if (!result.isObject()) {
            throw notUnderstood("no results");
        }
        for (var series : result.path("series")) {
            if (series.path("partial").asBoolean(false)) {
                throw new SourceException(
                        "Data source \"%s\" gives only the beginning of the answer."
                                .formatted(dataSource.name()),
                        "Narrow the query, or raise max-row-limit of InfluxDB.");
            }
        }
        return result.path("series");
    }

    /// Which version answers; empty when it does not tell.
    String version() throws SourceException, InterruptedException {
        return http.send(http.request(http.uri("/ping", Map.of())).GET())
                .headers()
                .firstValue("X-Influxdb-Version")
                .map(Shown::of)
                .orElse("");
    }

    private SourceException refusal(String said) {
        if (said.contains("limit exceeded")) { // too many queries at once, or too slow a one
            return http.unavailable("does not answer now: " + Shown.reason(said), null);
        }
        return new SourceException(
                "Data source \"%s\" refused the query: %s."
                        .formatted(dataSource.name(), Shown.reason(said)),
                "Check the query and the database.");
    }

    SourceException notUnderstood(String what) {
        return new SourceException(
                "Data source \"%s\" does not answer as InfluxDB does: %s."
                        .formatted(dataSource.name(), what),
                "Check the data source's url: something else seems to answer there.");
    }

    @Override
    public void close() {
        http.close();
    }
}
