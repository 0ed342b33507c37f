package dev.freshet.engine.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One [WebSocketFrames] in memory, a listener that notes what it is told, and a clock.
final class FramesHarness implements AutoCloseable {
    final List<String> received = new ArrayList<>();
    final MockTicker ticker = Ticker.newMockTicker();
    final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
    final EmbeddedChannel channel;
    final WebSocketLoop loop;
    final WebSocketFrames frames;
    @Nullable Runnable onMessage;
    int pongs;
    int tooLong;
    int ends;
    private final ByteBuf sent = Unpooled.buffer();

    FramesHarness(int maxMessageBytes, ChannelHandler... inFront) {
        this(maxMessageBytes, WebSocketCompression.OFF, inFront);
    }

    /// @param compression what was agreed
    FramesHarness(
            int maxMessageBytes, WebSocketCompression compression, ChannelHandler... inFront) {
        channel = EmbeddedChannel.builder().ticker(ticker).handlers(inFront).build();
        channel.config().setAllocator(memory);
        loop = new WebSocketLoop(channel.eventLoop(), compression);
        frames =
                new WebSocketFrames(
                        loop,
                        maxMessageBytes,
                        loop.compression() == null
                                ? Framing.WEBSOCKET_LINES
                                : loop.compression().compressed(Framing.WEBSOCKET_LINES),
                        loop.compression(),
                        new Listener());
        channel.pipeline().addLast(frames);
    }

    /// The peer sends; what it sends after the connection's end is lost.
    void receive(byte[]... chunks) {
        for (var chunk : chunks) {
            if (!channel.isOpen()) {
                return;
            }
            channel.writeInbound(memory.buffer(chunk.length).writeBytes(chunk));
            channel.runPendingTasks();
        }
    }

    /// What was sent since the last call.
    List<String> sent() {
        channel.runPendingTasks();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            sent.writeBytes(next);
            next.release();
        }
        return PeerFrames.read(sent);
    }

    void advance(long amount, TimeUnit unit) {
        ticker.advance(amount, unit);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    long usedMemory() {
        return memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory();
    }

    /// Ends the connection; what is still kept afterwards was forgotten.
    @Override
    public void close() {
        channel.finishAndReleaseAll();
        loop.close();
        channel.checkException();
        if (usedMemory() != 0) {
            throw new AssertionError(usedMemory() + " bytes were not released");
        }
    }

    private final class Listener implements WebSocketListener {
        @Override
        public void onMessage(byte[] buffer, int offset, int length, boolean text) {
            received.add(
                    text
                            ? "text " + new String(buffer, offset, length, UTF_8)
                            : "binary "
                                    + HexFormat.of().formatHex(buffer, offset, offset + length));
            if (onMessage != null) {
                onMessage.run();
            }
        }

        @Override
        public void onPong() {
            pongs++;
        }

        @Override
        public void onTooLong(long bytes, int limit) {
            tooLong++;
        }

        @Override
        public void onClosed() {
            ends++;
        }
    }
}
