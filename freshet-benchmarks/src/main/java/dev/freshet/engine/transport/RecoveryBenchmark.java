package dev.freshet.engine.transport;

import dev.freshet.engine.broker.HistoryQuery;
import dev.freshet.engine.broker.MemoryBroker;
import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.broker.StreamPart;
import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.Result;
import dev.freshet.engine.protocol.StreamPosition;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What a client costs that comes back and is given what it missed: reading the memory broker's
/// log, and writing the reply. No two clients share anything of it.
///
/// In the engine's package because the framing is not public.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RecoveryBenchmark {
    private static final String CHANNEL = "1/stream/bench/0";
    private static final Duration HOUR = Duration.ofHours(1);

    /// As a connection's buffer for replies begins.
    private static final int INITIAL_BYTES = 256;

    /// How the client protocol is written.
    @Param({"json", "protobuf"})
    public String format = "json";

    /// Publications that were missed.
    @Param("100")
    public int missed;

    /// Bytes of data per publication.
    @Param("128")
    public int payload;

    private Wire wire = Wire.WEBSOCKET_JSON;
    private MemoryBroker broker = new MemoryBroker((channel, message) -> {});
    private HistoryQuery query = HistoryQuery.top(HOUR);
    private StreamPart read = new StreamPart(List.of(), StreamPosition.NONE, null);

    @Setup
    public void publish() {
        wire = format.equals("protobuf") ? Wire.WEBSOCKET_PROTOBUF : Wire.WEBSOCKET_JSON;
        broker = new MemoryBroker((channel, message) -> {});
        var kept = PublishOptions.withHistory(new HistoryOptions(missed, HOUR, HOUR));
        for (int i = 0; i < 2 * missed; i++) {
            var text = "{\"value\":" + 1000 + i + ",\"text\":\"" + "x".repeat(payload - 24) + "\"}";
            var data = Payload.ofOwnedJsonLine(text.getBytes(StandardCharsets.US_ASCII));
            broker.publish(CHANNEL, Publication.of(data), kept);
        }
        var top = part(HistoryQuery.top(HOUR)).top();
        var known = new StreamPosition(top.offset() - missed, top.epoch());
        query = HistoryQuery.after(known, missed, HOUR);
        read = part(query);
    }

    private StreamPart part(HistoryQuery asked) {
        return broker.history(CHANNEL, asked).toCompletableFuture().join();
    }

    @Benchmark
    public StreamPart read() {
        return part(query);
    }

    @Benchmark
    public int write() {
        return write(read);
    }

    @Benchmark
    public int readAndWrite() {
        return write(part(query));
    }

    private int write(StreamPart part) {
        var out = wire.framing().begin(ByteBufAllocator.DEFAULT, INITIAL_BYTES);
        wire.framing().beforeMessage(out, true);
        int start = out.writerIndex();
        wire.codec().writeResult(out, 2, subscribed(part));
        wire.framing().afterMessage(out, start);
        var frame = wire.framing().seal(out);
        int bytes = frame.readableBytes();
        frame.release();
        return bytes;
    }

    private Result.Subscribe subscribed(StreamPart part) {
        return new Result.Subscribe(
                false,
                0,
                true,
                part.top().epoch(),
                part.publications(),
                true,
                part.top().offset() - missed,
                true,
                null,
                true,
                false);
    }
}
