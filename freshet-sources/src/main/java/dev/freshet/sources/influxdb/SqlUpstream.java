package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.LiveQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;

/// One InfluxDB that is asked with SQL. Thread-safe.
final class SqlUpstream implements Upstream {
    private final InfluxSettings settings;
    private final SqlApi api;

    SqlUpstream(InfluxSettings settings, UpstreamContext context) throws SourceException {
        this.settings = settings;
        this.api = new SqlApi(settings, context);
    }

    @Override
    public LiveQuery prepare(QueryModel model) throws SourceException {
        return SqlQuery.of(model, settings, api);
    }

    @Override
    public String checkHealth() throws SourceException, InterruptedException {
        api.rows("SELECT 1 AS one");
        return ("InfluxDB " + api.version()).strip();
    }

    @Override
    public void close() {
        api.close();
    }
}
