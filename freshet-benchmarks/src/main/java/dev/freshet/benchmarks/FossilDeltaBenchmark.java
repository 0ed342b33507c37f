package dev.freshet.benchmarks;

import dev.freshet.engine.protocol.FossilDelta;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The difference between a document and the one before it, as each publication of a channel with
/// deltas costs once per form.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FossilDeltaBenchmark {
    private static final int READINGS = 34;

    /// `few`: two of 34 readings change. `all`: every reading changes. `costly`: every window of
    /// the target falls together with every block of the base, and nothing matches.
    @Param({"few", "all", "costly"})
    public String change = "";

    /// About how many bytes the documents have.
    @Param({"2048", "65536"})
    public int size;

    private byte[] base = {};
    private byte[] target = {};

    @Setup
    public void makeDocuments() {
        if (change.equals("costly")) {
            byte[] sameSumsAsOnes = {2, 0, 0, 2};
            base = new byte[size];
            for (int i = 0; i < size; i++) {
                base[i] = sameSumsAsOnes[i % 4];
            }
            target = new byte[size];
            Arrays.fill(target, (byte) 1);
            return;
        }
        int rooms = READINGS * size / 2048;
        var readings = new Random(1).doubles(rooms, 15, 25).toArray();
        base = document(readings);
        int step = change.equals("all") ? 1 : READINGS / 2;
        for (int i = 0; i < rooms; i += step) {
            readings[i] += 0.3;
        }
        target = document(readings);
    }

    private static byte[] document(double[] readings) {
        var json = new StringBuilder("{\"rooms\":[");
        for (int i = 0; i < readings.length; i++) {
            json.append(i == 0 ? "" : ",")
                    .append(
                            "{\"room\":\"r%04d\",\"temperature\":%.2f,\"humidity\":%d}"
                                    .formatted(i, readings[i], 40 + i % 7));
        }
        return json.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    public byte[] encode() {
        return FossilDelta.encode(base, target);
    }
}
