package dev.freshet.benchmarks;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.ChannelOptionsTable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What it costs to look up a channel's options, which happens for every publication.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChannelOptionsBenchmark {
    private static final int CHANNELS = 1000;

    @Param({"0", "1", "100", "10000"})
    public int patterns;

    private final String[] fitting = new String[CHANNELS];
    private final String[] others = new String[CHANNELS];
    private final ChannelOptionsTable table = new ChannelOptionsTable();
    private int next;

    @Setup
    public void fill() {
        var options = ChannelOptions.builder().presence(true).build();
        for (int i = 0; i < patterns; i++) {
            table.put(":org/stream/house" + i + "/:room/*", options);
        }
        for (int i = 0; i < CHANNELS; i++) {
            fitting[i] = "1/stream/house" + (patterns == 0 ? i : i % patterns) + "/kitchen/oven";
            others[i] = "1/ds/P" + i + "/kitchen/oven";
        }
    }

    @Benchmark
    public Object fitting() {
        return table.optionsOf(turn(fitting));
    }

    @Benchmark
    public Object fittingNothing() {
        return table.optionsOf(turn(others));
    }

    private String turn(String[] channels) {
        next = next == CHANNELS - 1 ? 0 : next + 1;
        return channels[next];
    }
}
