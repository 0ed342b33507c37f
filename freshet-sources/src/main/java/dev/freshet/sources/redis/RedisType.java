package dev.freshet.sources.redis;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamType;
import java.util.Set;

/// Redis, and what speaks its protocol: Valkey, KeyDB, Dragonfly.
public final class RedisType implements UpstreamType {
    @Override
    public Set<String> names() {
        return Set.of("redis", "redis-datasource");
    }

    @Override
    public Upstream open(DataSource dataSource, UpstreamContext context) throws SourceException {
        return new RedisUpstream(dataSource, context);
    }
}
