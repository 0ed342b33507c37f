package dev.freshet.sources.redis;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Opens connections to one server; each query has its own, since it waits on it. Thread-safe.
final class RedisServer {
    private static final int THREADS = 2; // Lettuce's smallest number
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final RedisSettings settings;
    private final RedisFailures failures;
    private final Duration timeout;
    private final ClientResources resources;
    private final RedisClient client;

    RedisServer(DataSource dataSource, Duration timeout) throws SourceException {
        this.settings = RedisSettings.of(dataSource, timeout);
        this.failures = new RedisFailures(dataSource, timeout);
        this.timeout = timeout;
        this.resources =
                ClientResources.builder()
                        .ioThreadPoolSize(THREADS)
                        .computationThreadPoolSize(THREADS)
                        .build();
        this.client = RedisClient.create(resources);
        client.setOptions(settings.options());
    }

    RedisFailures failures() {
        return failures;
    }

    /// For commands; the caller closes it.
    StatefulRedisConnection<String, String> connect() throws SourceException, InterruptedException {
        return opened(client.connectAsync(StringCodec.UTF8, settings.uri()).toCompletableFuture());
    }

    /// For subscriptions; the caller closes it.
    StatefulRedisPubSubConnection<byte[], byte[]> connectPubSub()
            throws SourceException, InterruptedException {
        return opened(
                client.connectPubSubAsync(ByteArrayCodec.INSTANCE, settings.uri())
                        .toCompletableFuture());
    }

    private <C extends StatefulConnection<?, ?>> C opened(CompletableFuture<C> connection)
            throws SourceException, InterruptedException {
        boolean isTaken = false;
        try {
            var opened = await(connection, Duration.ZERO);
            if (opened == null) {
                throw failures.lost();
            }
            isTaken = true;
            return opened;
        } finally {
            if (!isTaken) {
                var _ = connection.thenAccept(late -> late.closeAsync());
            }
        }
    }

    /// The answer to a command.
    ///
    /// @param pause for how long the server itself may wait before it answers
    <T> @Nullable T await(CompletionStage<T> answer, Duration pause)
            throws SourceException, InterruptedException {
        try {
            return answer.toCompletableFuture()
                    .get(timeout.plus(pause).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw failures.silent(e);
        } catch (ExecutionException e) {
            throw failures.of(e);
        }
    }

    /// Ends all connections.
    void close() {
        client.shutdown(Duration.ZERO, GOODBYE);
        resources.shutdown(0, GOODBYE.toMillis(), TimeUnit.MILLISECONDS).syncUninterruptibly();
    }
}
