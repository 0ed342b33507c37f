package dev.freshet.benchmarks;

import dev.freshet.server.frame.FrameJson;
import dev.freshet.server.managedstream.FrameForChannel;
import dev.freshet.server.managedstream.ManagedStreams;
import dev.freshet.server.managedstream.StreamLimits;
import dev.freshet.server.managedstream.StreamPublisher;
import dev.freshet.server.push.FrameFormat;
import dev.freshet.server.push.FramesFromLines;
import dev.freshet.server.push.PushOptions;
import dev.freshet.server.push.PushResult;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// Line protocol to frames to JSON on one core. The counters `lines` and `bytes` are per second of
/// input.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class LineProtocolBenchmark {
    private static final long NOW = 1_795_314_000_000_000_000L;

    @Param({"full-batch", "flushes"})
    public String bodies = "";

    @Param({"LABELS_COLUMN"})
    public FrameFormat format = FrameFormat.LABELS_COLUMN;

    private final FramesFromLines converter = new FramesFromLines();
    private List<byte[]> loaded = List.of();
    private long lineCount;
    private long byteCount;
    private PushOptions options = PushOptions.of(FrameFormat.LABELS_COLUMN, "telegraf", NOW);
    private @Nullable ManagedStreams streams;

    /// Input per second.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Input {
        public long lines;
        public long bytes;
    }

    @Setup
    public void load(Blackhole sink) {
        loaded = TelegrafBodies.of(bodies);
        lineCount = TelegrafBodies.lines(loaded);
        byteCount = TelegrafBodies.bytes(loaded);
        options = PushOptions.of(format, "telegraf", NOW);
        streams = streams(sink);
    }

    /// Text to columns.
    @Benchmark
    public void parse(Input input, Blackhole sink) {
        for (byte[] body : loaded) {
            sink.consume(convert(body));
        }
        count(input);
    }

    /// Text to columns to complete frame JSON, as for a new subscriber.
    @Benchmark
    public void parseAndEncode(Input input, Blackhole sink) {
        for (byte[] body : loaded) {
            for (FrameForChannel frame : convert(body).frames()) {
                sink.consume(FrameJson.full(frame.frame()));
            }
        }
        count(input);
    }

    /// The whole way of a push: text to columns to the stream's schema to a published message.
    @Benchmark
    public void push(Input input, Blackhole sink) {
        ManagedStreams target = Objects.requireNonNull(streams);
        for (byte[] body : loaded) {
            sink.consume(target.push(1, "stream", "telegraf", convert(body).frames()));
        }
        count(input);
    }

    private PushResult convert(byte[] body) {
        return converter.convert(body, 0, body.length, options);
    }

    private void count(Input input) {
        input.lines += lineCount;
        input.bytes += byteCount;
    }

    private static ManagedStreams streams(Blackhole sink) {
        StreamPublisher publisher =
                new StreamPublisher() {
                    @Override
                    public boolean hasRoom(String canonicalChannel) {
                        return true;
                    }

                    @Override
                    public void publish(String canonicalChannel, byte[] json, long number) {
                        sink.consume(json);
                    }
                };
        return new ManagedStreams(publisher, StreamLimits.defaults(), InstantSource.system());
    }
}
