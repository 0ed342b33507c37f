package dev.freshet.server.demo;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import oshi.SystemInfo;

/// Samples this machine once a second and pushes the lines.
///
/// The library that reads the machine takes a moment to load, so everything happens on a thread of
/// its own.
public final class HostMetrics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostMetrics.class);
    private static final int INTERVAL_SECONDS = 1;

    private final Consumer<byte[]> push;
    private final InstantSource clock;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().daemon().name("host-metrics").unstarted(task));

    /// Starts nothing yet.
    ///
    /// @param push takes a body of line protocol, as an HTTP push does
    public HostMetrics(Consumer<byte[]> push, InstantSource clock) {
        this.push = push;
        this.clock = clock;
    }

    public void start() {
        executor.execute(() -> {
            var sampler = HostSampler.of(new SystemInfo());
            executor.scheduleAtFixedRate(
                    () -> sample(sampler), 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
        });
    }

    private void sample(HostSampler sampler) {
        try {
            var lines = sampler.lines(clock.instant());
            if (!lines.isEmpty()) {
                push.accept(lines.getBytes(StandardCharsets.UTF_8));
            }
        } catch (RuntimeException e) {
            // One reading that fails must not end the others: the schedule would stop.
            LOG.warn("this machine could not be sampled: {}", e.toString());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
