package dev.freshet.engine.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Whatever comes: a command or [MalformedCommandException], and payloads that are accepted are
/// valid JSON on one line.
class JsonCommandReaderFuzzTest {
    @FuzzTest
    void frameIsReadOrRefused(byte[] frame) {
        if (Utf8.firstInvalid(frame, 0, frame.length) >= 0) {
            return; // Refused before the reader sees it.
        }
        var reader = new JsonCommandReader(frame, 0, frame.length);
        try {
            for (int lines = 0; reader.hasNext(); lines++) {
                check(reader.next());
                if (lines > frame.length) {
                    throw new AssertionError("the reader makes no headway");
                }
            }
        } catch (MalformedCommandException expected) {
            if (String.valueOf(expected.getMessage()).isBlank()) {
                throw new AssertionError("a refusal says nothing", expected);
            }
        }
    }

    private static void check(Command command) {
        if (command.id() < 0 || command.id() > 0xffff_ffffL) {
            throw new AssertionError("id " + command.id());
        }
        var data =
                switch (command.request()) {
                    case Request.Connect connect -> connect.data();
                    case Request.Publish publish -> publish.data();
                    case Request.Rpc rpc -> rpc.data();
                    case Request.Send send -> send.data();
                    case Request.Subscribe subscribe -> subscribe.data();
                    case null, default -> null;
                };
        survivesARoundTrip(data);
    }

    private static void survivesARoundTrip(@Nullable Payload data) {
        if (data == null) {
            return;
        }
        try {
            var bytes = data.toByteArray();
            if (!Arrays.equals(Payload.json(bytes).toByteArray(), bytes)) {
                throw new AssertionError("not on one line: " + data);
            }
        } catch (InvalidJsonException e) {
            throw new AssertionError("accepted, but not JSON: " + data, e);
        }
    }
}
