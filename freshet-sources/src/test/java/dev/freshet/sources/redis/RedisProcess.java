package dev.freshet.sources.redis;

import dev.freshet.source.DataSource;
import dev.freshet.sources.fixture.PortProcess;
import dev.freshet.sources.fixture.Programs;
import dev.freshet.sources.fixture.RunningQuery;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.SubscribedQuery;
import dev.freshet.sources.upstream.Upstream;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A Redis that runs beside the test and keeps what it is told over a kill.
final class RedisProcess implements AutoCloseable {
    private final PortProcess process;

    private RedisProcess(PortProcess process) {
        this.process = process;
    }

    /// @param options of its command line besides the port
    static RedisProcess start(Path folder, String... options) throws Exception {
        Programs.require("redis", "redis-server");
        return new RedisProcess(PortProcess.start(folder, port -> command(folder, port, options)));
    }

    private static List<String> command(Path folder, int port, String... options) {
        var command = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1"));
        command.addAll(List.of("--dir", folder.toString(), "--save", ""));
        command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always"));
        boolean isEncrypted = List.of(options).contains("--tls-cert-file");
        command.addAll(
                isEncrypted
                        ? List.of("--port", "0", "--tls-port", String.valueOf(port))
                        : List.of("--port", String.valueOf(port)));
        command.addAll(List.of(options));
        return command;
    }

    PortProcess process() {
        return process;
    }

    String url() {
        return "redis://127.0.0.1:" + process.port();
    }

    DataSource dataSource() {
        return Settings.dataSource("redis", url(), "{}");
    }

    Upstream open() throws Exception {
        return new RedisType().open(dataSource(), Settings.context());
    }

    /// Does something with commands of our own.
    <T> T run(Function<RedisCommands<String, String>, T> work) {
        var uri = RedisURI.builder().withHost("127.0.0.1").withPort(process.port()).build();
        try (var client = RedisClient.create(uri);
                var connection = client.connect()) {
            return work.apply(connection.sync());
        }
    }

    static SubscribedQuery prepare(Upstream upstream, String json) throws Exception {
        return (SubscribedQuery) upstream.prepare(Settings.query(Duration.ofSeconds(1), json));
    }

    static RunningQuery run(Upstream upstream, @Nullable Instant after, String json)
            throws Exception {
        return new RunningQuery(prepare(upstream, json), after);
    }

    @Override
    public void close() {
        process.close();
    }
}
