package dev.freshet.sources.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.RowLimit;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamHttp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The requests that we send to Prometheus. Thread-safe.
final class PrometheusApi implements AutoCloseable {
    private final DataSource dataSource;
    private final UpstreamContext context;
    private final PrometheusSettings settings;
    private final UpstreamHttp http;

    PrometheusApi(DataSource dataSource, UpstreamContext context) throws SourceException {
        this.dataSource = dataSource;
        this.context = context;
        this.settings = PrometheusSettings.of(dataSource);
        this.http = new UpstreamHttp(dataSource, context, PrometheusApi::reason);
    }

    PrometheusSettings settings() {
        return settings;
    }

    int maxPoints() {
        return context.maxRows();
    }

    /// Gathers the samples of one fetch.
    Samples samples() {
        return new Samples(dataSource.name(), new RowLimit(dataSource, context));
    }

    /// The value at a moment.
    JsonNode instant(String expression, Instant time) throws SourceException, InterruptedException {
        return query("/api/v1/query", Map.of("query", expression, "time", seconds(time)));
    }

    /// The values from a moment to another, both inclusive.
    JsonNode range(String expression, Instant start, Instant end, Duration step)
            throws SourceException, InterruptedException {
        return query(
                "/api/v1/query_range",
                Map.of(
                        "query",
                        expression,
                        "start",
                        seconds(start),
                        "end",
                        seconds(end),
                        "step",
                        step.toMillis() + "ms"));
    }

    /// What program answers, and its version.
    JsonNode buildInfo() throws SourceException, InterruptedException {
        return data(http.get("/api/v1/status/buildinfo", Map.of()));
    }

    private JsonNode query(String path, Map<String, String> own)
            throws SourceException, InterruptedException {
        var parameters = new HashMap<>(settings.parameters());
        parameters.putAll(own);
        return data(
                settings.usesGet() ? http.get(path, parameters) : http.postForm(path, parameters));
    }

    private JsonNode data(JsonNode answer) throws SourceException {
        if (answer.path("status").asString("").equals("success")) {
            return answer.path("data");
        }
        if (answer.path("error").isString()) {
            throw new SourceException(
                    "Data source \"%s\" refused the query: %s."
                            .formatted(
                                    dataSource.name(),
                                    Shown.reason(answer.path("error").stringValue())),
                    "Check the query.");
        }
        throw Samples.notUnderstood(dataSource.name(), "no status");
    }

    private static String seconds(Instant time) {
        long millis = time.toEpochMilli();
        return "%d.%03d".formatted(Math.floorDiv(millis, 1000), Math.floorMod(millis, 1000));
    }

    /// Errors are JSON; a proxy in front may write anything, which is of no use to anybody.
    private static String reason(byte[] body) {
        try {
            return JsonMapper.shared().readTree(body).path("error").asString("");
        } catch (JacksonException e) {
            var text = new String(body, UTF_8);
            return text.contains("<") ? "" : text;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
