package dev.freshet.engine.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes as the body that opens a stream, and as bodies beside it: what comes of it is a valid
/// response of valid messages, every buffer is released, and nothing fails.
class StreamBodiesFuzzTest {
    private static final String[] PATHS = {
        "/connection/http_stream",
        "/connection/sse",
        "/connection/uni_http_stream",
        "/connection/uni_sse"
    };
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}\n";

    @FuzzTest
    void bodiesAreTakenOrEndTheStream(FuzzedDataProvider data) {
        try (var front = new FrontHarness()) {
            int path = data.consumeInt(0, PATHS.length - 1);
            boolean connects = data.consumeBoolean();
            boolean emulates = connects && path < 2;
            var first = data.consumeBytes(emulates ? 50 : 900);
            front.post(PATHS[path], emulates ? join(CONNECT, first) : first);
            check(front, path % 2 == 1);
            if (emulates) {
                var session = front.session();
                while (data.remainingBytes() > 0) {
                    front.emulate(session, new String(data.consumeBytes(200), ISO_8859_1));
                    front.outcome(data.consumeString(200));
                    check(front, path % 2 == 1);
                }
            }
        }
    }

    private static byte[] join(String text, byte[] bytes) {
        return (text + new String(bytes, ISO_8859_1)).getBytes(ISO_8859_1);
    }

    private static void check(FrontHarness front, boolean events) {
        var stream = front.stream();
        if (!stream.head.startsWith("HTTP/1.1 200 ")) {
            throw new AssertionError(stream.head);
        }
        for (var line : stream.body().split("\n", -1)) {
            var message = events && line.startsWith("data: ") ? line.substring(6) : line;
            if (!message.isBlank() && !(message.startsWith("{") && message.endsWith("}"))) {
                throw new AssertionError("not a message: " + line);
            }
        }
        if (stream.ended == front.channel.isOpen()) {
            throw new AssertionError(stream.ended ? "not closed" : "closed without an end");
        }
    }
}
