package dev.freshet.sources.influxdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.RowLimit;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamHttp;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// The requests that we send to InfluxDB 2. Thread-safe.
final class FluxApi implements AutoCloseable {
    private final DataSource dataSource;
    private final UpstreamContext context;
    private final String organization;
    private final UpstreamHttp http;

    FluxApi(InfluxSettings settings, UpstreamContext context) throws SourceException {
        this.dataSource = settings.dataSource();
        this.context = context;
        this.organization = settings.text("organization");
        if (organization.isEmpty()) {
            throw new SourceException(
                    "Data source \"" + dataSource.name() + "\" has no organization.",
                    "Set organization in its jsonData.");
        }
        var token = settings.secret("token");
        this.http =
                new UpstreamHttp(
                        dataSource,
                        context,
                        token.isEmpty() ? Map.of() : Map.of("Authorization", "Token " + token),
                        ErrorBody::reason);
    }

    RowLimit rowLimit() {
        return new RowLimit(dataSource, context);
    }

    /// The rows that a script gives.
    List<FluxRow> rows(String script) throws SourceException, InterruptedException {
        var body =
                JsonMapper.shared()
                        .writeValueAsBytes(
                                Map.of(
                                        "query",
                                        script,
                                        "type",
                                        "flux",
                                        "dialect",
                                        Map.of(
                                                "header",
                                                true,
                                                "delimiter",
                                                ",",
                                                "annotations",
                                                List.of("datatype", "group", "default"))));
        var answer =
                http.send(
                        http.request(http.uri("/api/v2/query", Map.of("org", organization)))
                                .header("Content-Type", "application/json")
                                .header("Accept", "application/csv")
                                .POST(BodyPublishers.ofByteArray(body)));
        return AnnotatedCsv.read(dataSource.name(), new String(answer.body(), UTF_8), rowLimit());
    }

    /// Which version answers; empty when it does not tell.
    String version() throws InterruptedException {
        try {
            return Shown.of(http.get("/health", Map.of()).path("version").asString(""));
        } catch (SourceException e) {
            return ""; // InfluxDB Cloud has no such path
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
