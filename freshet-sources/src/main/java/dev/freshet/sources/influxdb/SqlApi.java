package dev.freshet.sources.influxdb;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.RowLimit;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamHttp;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The requests that we send to InfluxDB 3. Thread-safe.
final class SqlApi implements AutoCloseable {
    private final DataSource dataSource;
    private final UpstreamContext context;
    private final String database;
    private final UpstreamHttp http;

    SqlApi(InfluxSettings settings, UpstreamContext context) throws SourceException {
        this.dataSource = settings.dataSource();
        this.context = context;
        this.database = settings.database();
        var token = settings.secret("token");
        this.http =
                new UpstreamHttp(
                        dataSource,
                        context,
                        token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token),
                        ErrorBody::reason);
    }

    RowLimit rowLimit() {
        return new RowLimit(dataSource, context);
    }

    /// The rows that a query gives, each an object with a member per column that is not null.
    JsonNode rows(String sql) throws SourceException, InterruptedException {
        var body =
                JsonMapper.shared()
                        .writeValueAsString(Map.of("db", database, "q", sql, "format", "json"));
        var rows = http.post("/api/v3/query_sql", Map.of(), "application/json", body);
        if (!rows.isArray()) {
            throw notUnderstood("no list of rows");
        }
        return rows;
    }

    /// Which version answers; empty when it does not tell.
    String version() throws InterruptedException {
        try {
            return Shown.of(http.get("/ping", Map.of()).path("version").asString(""));
        } catch (SourceException e) {
            return ""; // not needed
        }
    }

    SourceException notUnderstood(String what) {
        return new SourceException(
                "Data source \"%s\" does not answer as InfluxDB 3 does: %s."
                        .formatted(dataSource.name(), what),
                "Check the data source's url: something else seems to answer there.");
    }

    @Override
    public void close() {
        http.close();
    }
}
