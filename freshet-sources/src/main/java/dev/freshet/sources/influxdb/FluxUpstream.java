package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.LiveQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;

/// One InfluxDB that is asked with Flux. Thread-safe.
final class FluxUpstream implements Upstream {
    private final InfluxSettings settings;
    private final FluxApi api;

    FluxUpstream(InfluxSettings settings, UpstreamContext context) throws SourceException {
        this.settings = settings;
        this.api = new FluxApi(settings, context);
    }

    @Override
    public LiveQuery prepare(QueryModel model) throws SourceException {
        return FluxQuery.of(model, settings, api);
    }

    @Override
    public String checkHealth() throws SourceException, InterruptedException {
        int buckets = api.rows("buckets() |> limit(n: 1)").size();
        return ("InfluxDB " + api.version()).strip()
                + (buckets == 0 ? ", its token sees no bucket" : "");
    }

    @Override
    public void close() {
        api.close();
    }
}
