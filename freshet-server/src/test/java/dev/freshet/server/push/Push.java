package dev.freshet.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.server.frame.FrameJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Short words for tests: a body in, its result or its frames' JSON out.
final class Push {
    static final long NOW = 1_800_000_000_000_000_000L;
    static final PushOptions LABELS = PushOptions.of(FrameFormat.LABELS_COLUMN, "telegraf", NOW);
    static final PushOptions WIDE = PushOptions.of(FrameFormat.WIDE, "telegraf", NOW);

    private Push() {}

    static PushResult convert(String body, PushOptions options) {
        return convert(body.getBytes(UTF_8), options);
    }

    static PushResult convert(byte[] body, PushOptions options) {
        return new FramesFromLines().convert(body, 0, body.length, options);
    }

    /// The complete JSON of the only frame.
    static String json(String body, PushOptions options) {
        PushResult result = convert(body, options);
        if (result.frames().size() != 1) {
            throw new AssertionError("Not one frame: " + result);
        }
        return new String(FrameJson.full(result.frames().getFirst().frame()), UTF_8);
    }

    /// The data part of the only frame.
    static String data(String body, PushOptions options) {
        String json = json(body, options);
        return json.substring(json.indexOf(",\"data\":") + 8, json.length() - 1);
    }

    /// The sentence about the only bad line.
    static String refusal(String body, PushOptions options) {
        PushResult result = convert(body, options);
        if (result.errors().size() != 1 || !result.frames().isEmpty()) {
            throw new AssertionError("Not one error: " + result);
        }
        return result.errors().getFirst().sentence();
    }

    static byte[] telegraf(String file) {
        try (InputStream in = Push.class.getResourceAsStream("/telegraf/" + file)) {
            if (in == null) {
                throw new AssertionError("No resource telegraf/" + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
