package dev.freshet.benchmarks;

import dev.freshet.engine.broker.MemoryBroker;
import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.protocol.InvalidJsonException;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// What the memory broker adds to a publication, with nobody subscribed: 1,000 channels in turn.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PublishBenchmark {
    private static final int CHANNELS = 1000;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final PublishOptions KEPT =
            PublishOptions.withHistory(new HistoryOptions(100, HOUR, HOUR));

    /// Other channels that have a log.
    @Param({"0", "10000"})
    public int otherLogs;

    private final String[] plain = new String[CHANNELS];
    private final String[] logged = new String[CHANNELS];
    private final Publication publication = publication();
    private MemoryBroker broker = new MemoryBroker((channel, message) -> {});
    private int next;

    @Setup(Level.Trial)
    public void makeLogs(Blackhole sink) {
        broker = new MemoryBroker((channel, message) -> sink.consume(message));
        for (int i = 0; i < otherLogs; i++) {
            broker.publish("1/stream/other/" + i, publication, KEPT);
        }
        for (int i = 0; i < CHANNELS; i++) {
            plain[i] = "1/stream/plain/" + i;
            logged[i] = "1/stream/logged/" + i;
        }
    }

    private static Publication publication() {
        try {
            return Publication.of(Payload.json("{\"value\":1}"));
        } catch (InvalidJsonException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What there was before history: the listener and nothing else.
    @Benchmark
    public Object listenerAlone(Blackhole sink) {
        sink.consume(publication);
        return turn(plain);
    }

    @Benchmark
    public Object withoutHistory() {
        return broker.publish(turn(plain), publication, PublishOptions.NO_HISTORY);
    }

    @Benchmark
    public Object withHistory() {
        return broker.publish(turn(logged), publication, KEPT);
    }

    private String turn(String[] channels) {
        next = next == CHANNELS - 1 ? 0 : next + 1;
        return channels[next];
    }
}
