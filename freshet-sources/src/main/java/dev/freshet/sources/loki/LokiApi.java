package dev.freshet.sources.loki;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Intervals;
import dev.freshet.sources.upstream.RowLimit;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamHttp;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The requests that we send to Loki. Thread-safe.
final class LokiApi implements AutoCloseable {
    private final DataSource dataSource;
    private final UpstreamContext context;
    private final UpstreamHttp http;
    private final AtomicBoolean isPollingTold = new AtomicBoolean();

    LokiApi(DataSource dataSource, UpstreamContext context) throws SourceException {
        this.dataSource = dataSource;
        this.context = context;
        this.http = new UpstreamHttp(dataSource, context, LokiApi::reason);
    }

    String dataSource() {
        return dataSource.name();
    }

    UpstreamContext context() {
        return context;
    }

    UpstreamHttp http() {
        return http;
    }

    /// The most lines of one answer, as the data source's settings say; 0 when they do not.
    int maxLines() {
        return JsonMapper.shared()
                .readTree(dataSource.jsonData().toBytes())
                .path("maxLines")
                .asInt(0);
    }

    /// Counts the rows of one fetch.
    RowLimit rowLimit() {
        return new RowLimit(dataSource, context);
    }

    /// The numbers at a moment.
    JsonNode instant(String expression, Instant time) throws SourceException, InterruptedException {
        return result(
                http.get(
                        "/loki/api/v1/query",
                        Map.of("query", expression, "time", String.valueOf(Nanos.of(time)))),
                "vector");
    }

    /// The numbers from a moment to another, both inclusive.
    JsonNode range(String expression, Instant start, Instant end, Duration step)
            throws SourceException, InterruptedException {
        return result(
                http.get(
                        "/loki/api/v1/query_range",
                        Map.of(
                                "query",
                                expression,
                                "start",
                                String.valueOf(Nanos.of(start)),
                                "end",
                                String.valueOf(Nanos.of(end)),
                                "step",
                                Intervals.text(step))),
                "matrix");
    }

    /// Lines from a moment, inclusive, to another, exclusive.
    ///
    /// @param direction `forward` for the first ones, `backward` for the last ones
    JsonNode lines(String expression, long start, long end, int limit, String direction)
            throws SourceException, InterruptedException {
        return result(
                http.get(
                        "/loki/api/v1/query_range",
                        Map.of(
                                "query",
                                expression,
                                "start",
                                String.valueOf(start),
                                "end",
                                String.valueOf(end),
                                "limit",
                                String.valueOf(limit),
                                "direction",
                                direction)),
                "streams");
    }

    /// Where lines are told as they come.
    URI tail(String expression, long start, int limit) {
        var uri =
                http.uri(
                        "/loki/api/v1/tail",
                        Map.of(
                                "query",
                                expression,
                                "start",
                                String.valueOf(start),
                                "limit",
                                String.valueOf(limit)));
        return URI.create(uri.toString().replaceFirst("^http", "ws"));
    }

    JsonNode labels() throws SourceException, InterruptedException {
        var answer = http.get("/loki/api/v1/labels", Map.of());
        if (!answer.path("status").asString("").equals("success")) {
            throw notUnderstood("no status");
        }
        return answer;
    }

    JsonNode buildInfo() throws SourceException, InterruptedException {
        return http.get("/loki/api/v1/status/buildinfo", Map.of());
    }

    private JsonNode result(JsonNode answer, String type) throws SourceException {
        var data = answer.path("data");
        var found = data.path("resultType").asString("");
        if (found.equals(type)) {
            return data.path("result");
        }
        throw notUnderstood(
                found.isEmpty() ? "no result" : "a result of type \"" + Shown.of(found) + "\"");
    }

    /// True for the first who asks: whether to tell that lines have to be asked for.
    boolean tellsPolling() {
        return isPollingTold.compareAndSet(false, true);
    }

    /// An answer that is not what Loki's API describes.
    ///
    /// @param what it has instead
    SourceException notUnderstood(String what) {
        return new SourceException(
                "Data source \"%s\" did not answer as Loki does: %s.".formatted(dataSource(), what),
                "Check the data source's url: something else seems to answer there.");
    }

    UpstreamUnavailable unavailable(String what, @Nullable Throwable cause) {
        return http.unavailable(what, cause);
    }

    /// Errors are plain text; gateways write JSON, or pages that are of no use to anybody.
    private static String reason(byte[] body) {
        var text = new String(body, UTF_8);
        try {
            var json = JsonMapper.shared().readTree(body);
            return json.path("message").asString(json.path("error").asString(""));
        } catch (JacksonException e) {
            return text.contains("<html") || text.contains("<!DOCTYPE") ? "" : text;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
