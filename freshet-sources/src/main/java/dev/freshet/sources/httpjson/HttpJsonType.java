package dev.freshet.sources.httpjson;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamHttp;
import dev.freshet.sources.upstream.UpstreamType;
import java.util.Set;

/// Services that answer with JSON.
public final class HttpJsonType implements UpstreamType {
    private static final String OWN = "freshet-json-datasource";
    private static final String JSON_API = "marcusolsson-json-datasource";

    @Override
    public Set<String> names() {
        return Set.of(OWN, JSON_API, InfinityMembers.TYPE);
    }

    @Override
    public Upstream open(DataSource dataSource, UpstreamContext context) throws SourceException {
        var http = new UpstreamHttp(dataSource, context, ErrorWords::of);
        return new HttpJsonUpstream(dataSource, context, http);
    }
}
