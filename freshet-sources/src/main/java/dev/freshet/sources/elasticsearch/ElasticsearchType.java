package dev.freshet.sources.elasticsearch;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamType;
import java.util.Set;

/// Elasticsearch from 7.10 on, and OpenSearch.
public final class ElasticsearchType implements UpstreamType {
    @Override
    public Set<String> names() {
        return Set.of("elasticsearch", "opensearch", "grafana-opensearch-datasource");
    }

    @Override
    public Upstream open(DataSource dataSource, UpstreamContext context) throws SourceException {
        return new ElasticsearchUpstream(
                new ElasticsearchApi(dataSource, context), ElasticsearchSettings.of(dataSource));
    }
}
