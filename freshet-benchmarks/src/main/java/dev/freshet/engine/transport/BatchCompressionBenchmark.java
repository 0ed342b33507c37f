package dev.freshet.engine.transport;

import dev.freshet.engine.hub.WireForm;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.InvalidJsonException;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
import org.openjdk.jmh.annotations.TearDown;

/// What a batch of readings costs in a frame that is compressed once for all subscribers of a
/// group, and how much shorter it gets. The counters are per second.
///
/// In the engine's package because the wire form is not public.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class BatchCompressionBenchmark {
    private static final String CHANNEL = "1/stream/bench/0";

    /// Publications merged into one frame, of 66 bytes of data each.
    @Param({"1", "16", "100"})
    public int batch;

    /// 0 for what is not compressed.
    @Param({"0", "1", "6"})
    public int level;

    private final List<ChannelMessage> publications = new ArrayList<>();
    private WireForm form = Wire.WEBSOCKET_JSON.form(false);
    private byte[] prefix = {};
    private MessageCompression compression = new MessageCompression(WebSocketCompression.OFF);

    /// Output per second.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Output {
        public long bytes;
    }

    @Setup
    public void makePublications() throws InvalidJsonException {
        if (level > 0) {
            compression = new MessageCompression(new WebSocketCompression(true, level, 0));
            form = compression.compressed(Wire.WEBSOCKET_JSON).form(false);
        }
        prefix = form.channelPrefix(CHANNEL);
        publications.clear();
        var random = new Random(1);
        for (int i = 0; i < batch; i++) {
            var reading =
                    "{\"room\":\"r%04d\",\"temperature\":%.2f,\"humidity\":%d,\"pressure\":%.1f}"
                            .formatted(
                                    random.nextInt(1000),
                                    random.nextDouble(15, 25),
                                    random.nextInt(30, 60),
                                    random.nextDouble(980, 1030));
            publications.add(Publication.of(Payload.json(reading)));
        }
    }

    @Benchmark
    public void encode(Output output) {
        var frame = form.encode(ByteBufAllocator.DEFAULT, prefix, publications, null);
        output.bytes += frame.readableBytes();
        frame.release();
    }

    @TearDown
    public void end() {
        compression.end();
    }
}
