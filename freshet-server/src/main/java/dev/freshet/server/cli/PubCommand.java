package dev.freshet.server.cli;

import dev.freshet.source.RawJson;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `freshet pub CHANNEL JSON`: publishes one message.
@Command(
        name = "pub",
        description = {
            "Publish one message on a channel that is open for it.",
            "For example: freshet pub stream/demo/chat '{\"text\":\"hello\"}'"
        },
        mixinStandardHelpOptions = true)
final class PubCommand implements Callable<Integer> {
    private static final int MAX_BYTES = 64 << 20;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "CHANNEL",
            description = "scope/namespace/path, for example stream/demo/chat.")
    private String channel = "";

    @Parameters(
            index = "1",
            paramLabel = "JSON",
            description = "The message; - reads it from the standard input.")
    private String json = "";

    @Mixin private RemoteOptions remote = new RemoteOptions();

    @Override
    public Integer call() throws IOException {
        var data = json.equals("-") ? message(System.in.readNBytes(MAX_BYTES)) : argument();
        try (var server = remote.server()) {
            var name = new JsonMapper().writeValueAsString(channel);
            server.postJson(
                    "/api/live/publish", "{\"channel\":" + name + ",\"data\":" + data + "}");
        }
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println("Published on " + channel + ".");
        out.flush();
        return 0;
    }

    private RawJson argument() {
        try {
            return RawJson.of(json);
        } catch (IllegalArgumentException e) {
            throw remote.wrong(
                    "The message is no JSON: "
                            + e.getMessage()
                            + ". A text needs its quotes: '\"hello\"'.");
        }
    }

    private static RawJson message(byte[] bytes) {
        try {
            return RawJson.of(bytes);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "The standard input is no JSON: "
                            + e.getMessage()
                            + ". A text needs its quotes: \"hello\".");
        }
    }
}
