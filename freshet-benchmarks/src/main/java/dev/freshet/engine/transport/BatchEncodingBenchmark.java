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

/// What a publication costs before it is written to anybody: checked and copied once, then encoded
/// once for all subscribers of a group. The counters `publications` and `bytes` are per second.
///
/// In the engine's package because the wire form is not public.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class BatchEncodingBenchmark {
    private static final String CHANNEL = "1/stream/bench/0";

    /// How the client protocol is written; `json-delta` are differences, where one number changes
    /// from publication to publication.
    @Param({"json", "protobuf", "json-delta"})
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
    private @Nullable Payload base;

    /// Output per second.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Output {
        public long publications;
        public long bytes;
    }

    @Setup
    public void makePublications() throws InvalidJsonException {
        text = text(1);
        form =
                switch (format) {
                    case "json" -> Wire.WEBSOCKET_JSON.form(false);
                    case "protobuf" -> Wire.WEBSOCKET_PROTOBUF.form(false);
                    case "json-delta" -> Wire.WEBSOCKET_JSON.form(true);
                    default -> throw new IllegalArgumentException("format " + format);
                };
        prefix = form.channelPrefix(CHANNEL);
        publications = Collections.nCopies(batch, Publication.of(Payload.json(text)));
        if (form.isDelta()) {
            base = Payload.json(text(0));
            publications = changing();
        }
    }

    private byte[] text(int value) {
        var data = "{\"value\":" + value + ",\"text\":\"" + "x".repeat(payload - 21) + "\"}";
        return data.getBytes(StandardCharsets.US_ASCII);
    }

    private List<ChannelMessage> changing() throws InvalidJsonException {
        var changing = new ArrayList<ChannelMessage>(batch);
        for (int i = 1; i <= batch; i++) {
            changing.add(Publication.of(Payload.json(text(i % 10))).withPatchable(true));
        }
        return changing;
    }

    /// Publications to the complete bytes of a frame.
    @Benchmark
    public void encode(Output output) {
        var frame = form.encode(ByteBufAllocator.DEFAULT, prefix, publications, base);
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
        var frame = form.encode(ByteBufAllocator.DEFAULT, prefix, checked, base);
        output.publications += batch;
        output.bytes += frame.readableBytes();
        frame.release();
    }
}
