package dev.freshet.sources.prometheus;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamType;
import java.util.Set;

/// Data sources that answer PromQL over the HTTP API of Prometheus.
public final class PrometheusType implements UpstreamType {
    @Override
    public Set<String> names() {
        return Set.of("prometheus");
    }

    @Override
    public Upstream open(DataSource dataSource, UpstreamContext context) throws SourceException {
        return new PrometheusUpstream(dataSource, context);
    }
}
