package dev.freshet.engine.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.engine.protocol.Utf8;
import java.util.Arrays;
import java.util.List;

/// Any bytes as compressed messages, whole and in fragments, between messages that are fine: none
/// is longer than the limit when inflated, and what is not the output of a deflater ends the
/// connection with 1007.
class WebSocketDeflateFuzzTest {
    private static final int LIMIT = 1000;
    private static final List<String> CLOSES = List.of("close 1002", "close 1007", "close 1009");

    @FuzzTest
    void messagesAreInflatedOrRefused(FuzzedDataProvider data) {
        try (var socket = new FramesHarness(LIMIT, WebSocketCompression.defaults())) {
            while (data.remainingBytes() > 0 && !socket.frames.isClosing()) {
                receiveOne(socket, data);
            }
            var sent = socket.sent();
            if (!sent.isEmpty() && !(sent.size() == 1 && CLOSES.contains(sent.getFirst()))) {
                throw new AssertionError("sent " + sent);
            }
            socket.received.forEach(WebSocketDeflateFuzzTest::check);
        }
    }

    private static void receiveOne(FramesHarness socket, FuzzedDataProvider data) {
        int head = data.pickValue(new int[] {0x41, 0x42, 0x01, 0x02}) | PeerFrames.FIN;
        var payload = data.consumeBytes(data.consumeInt(0, 2 * LIMIT));
        if (data.consumeBoolean()) {
            payload = PeerFrames.deflated(payload);
        }
        if (data.consumeBoolean()) {
            int cut = data.consumeInt(0, payload.length);
            var first = Arrays.copyOf(payload, cut);
            var rest = Arrays.copyOfRange(payload, cut, payload.length);
            socket.receive(
                    PeerFrames.frame(head & ~PeerFrames.FIN, first),
                    PeerFrames.frame(PeerFrames.FIN | FrameHeader.CONTINUATION, rest));
        } else {
            socket.receive(PeerFrames.frame(head, payload));
        }
    }

    private static void check(String message) {
        if (message.startsWith("text ")) {
            var bytes = message.getBytes(UTF_8);
            if (bytes.length - 5 > LIMIT || Utf8.firstInvalid(bytes, 0, bytes.length) >= 0) {
                throw new AssertionError("accepted " + message);
            }
        } else if (message.length() - "binary ".length() > 2 * LIMIT) {
            throw new AssertionError("accepted " + message);
        }
    }
}
