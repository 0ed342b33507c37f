package dev.freshet.engine.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.engine.protocol.Utf8;

/// Any bytes in any pieces: messages that are valid, pongs and one close frame come of it, memory
/// stays within the limit, and every buffer is released.
class WebSocketFramesFuzzTest {
    private static final int LIMIT = 1000;

    @FuzzTest
    void bytesAreReadOrRefused(FuzzedDataProvider data) {
        try (var socket = new FramesHarness(LIMIT)) {
            while (data.remainingBytes() > 0 && socket.channel.isOpen()) {
                socket.receive(data.consumeBytes(data.consumeInt(1, 200)));
                if (socket.usedMemory() > 4 * LIMIT) {
                    throw new AssertionError(socket.usedMemory() + " bytes are kept");
                }
            }
            var sent = socket.sent();
            long closes = sent.stream().filter(frame -> frame.startsWith("close")).count();
            if (closes > 1 || (closes == 1 && !sent.getLast().startsWith("close"))) {
                throw new AssertionError("sent " + sent);
            }
            if (sent.contains("close 1011")) {
                throw new AssertionError("the frames made the program fail");
            }
            for (var message : socket.received) {
                var bytes = message.getBytes(UTF_8);
                if (message.startsWith("text") && Utf8.firstInvalid(bytes, 0, bytes.length) >= 0) {
                    throw new AssertionError("not UTF-8: " + message);
                }
            }
        }
    }
}
