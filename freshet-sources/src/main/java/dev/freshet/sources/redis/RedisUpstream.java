package dev.freshet.sources.redis;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.LiveQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import java.time.Duration;

/// One Redis that is being used. Thread-safe.
final class RedisUpstream implements Upstream {
    private static final String ANSWERS = "Answers commands.";

    private final DataSource dataSource;
    private final UpstreamContext context;
    private final RedisServer server;

    RedisUpstream(DataSource dataSource, UpstreamContext context) throws SourceException {
        this.dataSource = dataSource;
        this.context = context;
        this.server = new RedisServer(dataSource, context.timeout());
    }

    @Override
    public LiveQuery prepare(QueryModel model) throws SourceException {
        var type = model.json().path("type").asString("");
        return switch (type) {
            case "pubsub" -> PubSubQuery.of(model, dataSource, context, server);
            case "stream" -> StreamEntriesQuery.of(model, dataSource, context, server);
            default ->
                    throw new SourceException(
                            "The query's type is \"" + Shown.of(type) + "\".",
                            "Set type to pubsub with a channel, or to stream with a key; other"
                                    + " commands do not become live.");
        };
    }

    @Override
    public String checkHealth() throws SourceException, InterruptedException {
        var connection = server.connect();
        try {
            var info = server.await(connection.async().info("server"), Duration.ZERO);
            return version(info == null ? "" : info);
        } catch (SourceException e) {
            if (RedisFailures.isNotAllowed(e)) {
                return ANSWERS; // a user for channels and streams needs no INFO
            }
            throw e;
        } finally {
            connection.closeAsync();
        }
    }

    private static String version(String info) {
        return info.lines()
                .filter(line -> line.startsWith("redis_version:"))
                .map(line -> "Redis " + Shown.of(line.substring("redis_version:".length())))
                .findFirst()
                .orElse(ANSWERS);
    }

    @Override
    public void close() {
        server.close();
    }
}
