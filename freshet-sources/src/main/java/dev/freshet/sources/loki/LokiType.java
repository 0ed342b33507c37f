package dev.freshet.sources.loki;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamType;
import java.util.Set;

/// Grafana Loki.
public final class LokiType implements UpstreamType {
    @Override
    public Set<String> names() {
        return Set.of("loki");
    }

    @Override
    public Upstream open(DataSource dataSource, UpstreamContext context) throws SourceException {
        return new LokiUpstream(new LokiApi(dataSource, context));
    }
}
