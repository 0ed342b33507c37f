package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.LiveQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;

/// One InfluxDB that is asked with InfluxQL. Thread-safe.
final class InfluxQlUpstream implements Upstream {
    private final InfluxSettings settings;
    private final InfluxQlApi api;

    InfluxQlUpstream(InfluxSettings settings, UpstreamContext context) throws SourceException {
        this.settings = settings;
        this.api = new InfluxQlApi(settings, context);
    }

    @Override
    public LiveQuery prepare(QueryModel model) throws SourceException {
        return InfluxQlQuery.of(model, settings, api);
    }

    @Override
    public String checkHealth() throws SourceException, InterruptedException {
        api.series("SELECT \"none\" FROM \"none\" LIMIT 1"); // fails without the database
        int measurements = api.series("SHOW MEASUREMENTS LIMIT 1").size();
        return ("InfluxDB " + api.version()).strip()
                + (measurements == 0 ? ", its database has no measurement yet" : "");
    }

    @Override
    public void close() {
        api.close();
    }
}
