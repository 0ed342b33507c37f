package dev.freshet.sources.prometheus;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.LiveQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import tools.jackson.databind.JsonNode;

/// One Prometheus that is being asked. Thread-safe.
final class PrometheusUpstream implements Upstream {
    private final PrometheusApi api;
    private final UpstreamContext context;

    PrometheusUpstream(DataSource dataSource, UpstreamContext context) throws SourceException {
        this.api = new PrometheusApi(dataSource, context);
        this.context = context;
    }

    @Override
    public LiveQuery prepare(QueryModel model) throws SourceException {
        return PrometheusQuery.of(model, api);
    }

    @Override
    public String checkHealth() throws SourceException, InterruptedException {
        api.samples().add(api.instant("1+1", context.clock().instant()));
        try {
            return program(api.buildInfo());
        } catch (SourceException e) {
            return "Answers queries."; // not everything that does can tell its version
        }
    }

    /// Only the original tells its revision; others give the version whose interface they have.
    private static String program(JsonNode build) {
        var version = Shown.of(build.path("version").asString(""));
        var name = Shown.of(build.path("application").asString(""));
        if (version.isEmpty()) {
            return name.isEmpty() ? "Answers queries." : name;
        }
        if (name.isEmpty()) {
            name = build.has("revision") ? "Prometheus" : "Answers queries as Prometheus";
        }
        return name + " " + version;
    }

    @Override
    public void close() {
        api.close();
    }
}
