package dev.freshet.engine.transport;

import dev.freshet.engine.hub.WireForm;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.InvalidJsonException;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
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

/// What a publication costs before it is written to anybody: checked and copied once, then encoded
/// once for all subscribers of a group. The counters `publications` and `bytes` are per second.
///
/// In the engine's package because the wire form is not public.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class BatchEncodingBenchmark {
    private static final String CHANNEL = "1/stream/bench/0";

    /// How the client protocol is written.
    @Param({"json", "protobuf"})
    public String format = "json";

    /// Publications merged into one frame.
    @Param({"1", "16", "100"})
    public int batch;

    /// Bytes of data per publication.
    @Param({"64", "512"})
    public int payload;

    private WireForm form = Wire.WEBSOCKET_JSON.form(false);
    private byte[] text = {};
    private byte[] prefix = {};
    private List<ChannelMessage> publications = List.of();

    /// Output per second.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Output {
        public long publications;
        public long bytes;
    }

    @Setup
    public void makePublications() throws InvalidJsonException {
        var data = "{\"value\":1,\"text\":\"" + "x".repeat(payload - 21) + "\"}";
        text = data.getBytes(StandardCharsets.US_ASCII);
        form =
                switch (format) {
                    case "json" -> Wire.WEBSOCKET_JSON.form(false);
                    case "protobuf" -> Wire.WEBSOCKET_PROTOBUF.form(false);
                    default -> throw new IllegalArgumentException("format " + format);
                };
        prefix = form.channelPrefix(CHANNEL);
        publications = Collections.nCopies(batch, Publication.of(Payload.json(text)));
    }

    /// Publications to the complete bytes of a frame.
    @Benchmark
    public void encode(Output output) {
        var frame = form.encode(ByteBufAllocator.DEFAULT, prefix, publications, null);
        output.publications += batch;
        output.bytes += frame.readableBytes();
        frame.release();
    }

    /// The same from the text that was received: one JSON value, without its line breaks.
    @Benchmark
    public void checkAndEncode(Output output) throws InvalidJsonException {
        var checked = new ArrayList<ChannelMessage>(batch);
        for (int i = 0; i < batch; i++) {
            checked.add(Publication.of(Payload.json(text)));
        }
        var frame = form.encode(ByteBufAllocator.DEFAULT, prefix, checked, null);
        output.publications += batch;
        output.bytes += frame.readableBytes();
        frame.release();
    }
}
