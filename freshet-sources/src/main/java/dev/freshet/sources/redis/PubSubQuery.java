package dev.freshet.sources.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.DataSource;
import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSender;
import dev.freshet.sources.message.ArrivalQueue;
import dev.freshet.sources.message.MessageFrames;
import dev.freshet.sources.message.MessageStream;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.SubscribedQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamContext;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is published on a channel, or on all that match a pattern. Redis keeps none of it.
final class PubSubQuery implements SubscribedQuery {
    private final String channel;
    private final boolean isPattern;
    private final DataSource dataSource;
    private final UpstreamContext context;
    private final RedisServer server;
    private final MessageFrames frames;

    private PubSubQuery(
            String channel, DataSource dataSource, UpstreamContext context, RedisServer server) {
        this.channel = channel;
        this.isPattern = channel.matches("(?s).*[*?\\[].*");
        this.dataSource = dataSource;
        this.context = context;
        this.server = server;
        this.frames = new MessageFrames(isPattern ? "channel" : "");
    }

    static PubSubQuery of(
            QueryModel model, DataSource dataSource, UpstreamContext context, RedisServer server)
            throws SourceException {
        var channel = model.json().path("channel").asString("");
        if (channel.isEmpty()) {
            throw new SourceException(
                    "The query has no channel.", "Set channel, for example news or news.*.");
        }
        return new PubSubQuery(channel, dataSource, context, server);
    }

    @Override
    public @Nullable Frame history(TimeRange range) {
        return null;
    }

    @Override
    public void run(@Nullable Instant after, StreamSender sender)
            throws SourceException, InterruptedException {
        var queue = new ArrivalQueue(context);
        var connection = server.connectPubSub();
        try {
            fill(queue, connection);
            subscribe(connection);
            new MessageStream(dataSource, context.costs(), frames)
                    .run(
                            queue,
                            () -> server.await(connection.async().ping(), Duration.ZERO),
                            sender);
        } finally {
            connection.closeAsync();
        }
    }

    private void fill(
            ArrivalQueue queue, StatefulRedisPubSubConnection<byte[], byte[]> connection) {
        connection.addListener(
                new RedisPubSubAdapter<byte[], byte[]>() {
                    @Override
                    public void message(byte[] origin, byte[] message) {
                        queue.put(new String(origin, UTF_8), message);
                    }

                    @Override
                    public void message(byte[] pattern, byte[] origin, byte[] message) {
                        queue.put(new String(origin, UTF_8), message);
                    }
                });
        connection.addListener(
                new RedisConnectionStateListener() {
                    @Override
                    public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
                        queue.fail(server.failures().lost());
                    }
                });
    }

    private void subscribe(StatefulRedisPubSubConnection<byte[], byte[]> connection)
            throws SourceException, InterruptedException {
        var name = channel.getBytes(UTF_8);
        server.await(
                isPattern
                        ? connection.async().psubscribe(name)
                        : connection.async().subscribe(name),
                Duration.ZERO);
    }

    @Override
    public String identity() {
        return "pubsub " + channel;
    }
}
