package dev.freshet.benchmarks;

import dev.freshet.server.frame.FrameJson;
import dev.freshet.server.managedstream.FrameForChannel;
import dev.freshet.server.push.FrameFormat;
import dev.freshet.server.push.FramesFromLines;
import dev.freshet.server.push.PushOptions;
import dev.freshet.source.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/// Columns to frame JSON on one core. The counter `json` is the bytes of output per second.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FrameEncodingBenchmark {
    @Param({"full-batch", "flushes"})
    public String bodies = "";

    private final List<Frame> frames = new ArrayList<>();

    /// Output per second.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Output {
        public long json;
    }

    @Setup
    public void convert() {
        frames.clear();
        FramesFromLines converter = new FramesFromLines();
        PushOptions options = PushOptions.of(FrameFormat.LABELS_COLUMN, "telegraf", 0);
        for (byte[] body : TelegrafBodies.of(bodies)) {
            converter.convert(body, 0, body.length, options).frames().stream()
                    .map(FrameForChannel::frame)
                    .forEach(frames::add);
        }
    }

    /// Only the values, as in all publications of a stream but the first.
    @Benchmark
    public void data(Output output, Blackhole sink) {
        for (Frame frame : frames) {
            byte[] json = FrameJson.dataOnly(frame);
            output.json += json.length;
            sink.consume(json);
        }
    }

    /// Schema and values.
    @Benchmark
    public void full(Output output, Blackhole sink) {
        for (Frame frame : frames) {
            byte[] json = FrameJson.full(frame);
            output.json += json.length;
            sink.consume(json);
        }
    }
}
