package dev.freshet.engine.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.transport.StreamFraming.Separation;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFramingTest {
    private static String framed(Framing framing, List<String> messages) {
        var out = framing.begin(ByteBufAllocator.DEFAULT, framing.overhead(messages.size()));
        for (int i = 0; i < messages.size(); i++) {
            framing.beforeMessage(out, i == 0);
            int start = out.writerIndex();
            out.writeCharSequence(messages.get(i), US_ASCII);
            framing.afterMessage(out, start);
        }
        var piece = framing.seal(out);
        var text = piece.toString(US_ASCII);
        piece.release();
        return text;
    }

    @Test
    void linesShareAChunk() {
        var framing = new StreamFraming(Separation.LINES, true);

        assertThat(framed(framing, List.of("{}", "{\"id\":1}")))
                .isEqualTo("c\r\n{}\n{\"id\":1}\n\r\n");
    }

    @Test
    void eventsShareAChunk() {
        var framing = new StreamFraming(Separation.EVENTS, true);

        assertThat(framed(framing, List.of("{}", "[]")))
                .isEqualTo("14\r\ndata: {}\n\ndata: []\n\n\r\n");
    }

    @Test
    void messagesThatCarryTheirLengthStandSideBySide() {
        var framing = new StreamFraming(Separation.NONE, true);

        assertThat(framed(framing, List.of("ab", "c"))).isEqualTo("3\r\nabc\r\n");
    }

    @Test
    void oldPeersGetNoChunks() {
        var framing = new StreamFraming(Separation.LINES, false);

        assertThat(framed(framing, List.of("{}", "{}"))).isEqualTo("{}\n{}\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 15, 16, 255, 256, 4095, 4096, 65535, 65536, 1 << 20, 1 << 25})
    void lengthOfAChunkIsWrittenInHexadecimal(int length) {
        var framing = new StreamFraming(Separation.NONE, true);

        var chunk = framed(framing, List.of("x".repeat(length)));

        assertThat(chunk).startsWith(Integer.toHexString(length) + "\r\nx").endsWith("x\r\n");
    }

    @Test
    void framesForSingleMessagesHaveTheirShortestHeads() {
        var lengths = List.of(0, 1, 125, 126, 300, 65535, 65536);
        var messages = lengths.stream().map("m"::repeat).toList();
        var framing = Framing.WEBSOCKET_SINGLE;
        var out = framing.begin(ByteBufAllocator.DEFAULT, 16);
        for (var message : messages) {
            framing.beforeMessage(out, out.writerIndex() == 0);
            int start = out.writerIndex();
            out.writeCharSequence(message, US_ASCII);
            framing.afterMessage(out, start);
        }

        var piece = framing.seal(out);

        var read = PeerFrames.read(piece);
        piece.release();
        assertThat(read).isEqualTo(messages.stream().map("text "::concat).toList());
    }
}
