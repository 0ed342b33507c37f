package dev.freshet.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Malformed and unusual frames, against the verdict of the Go library.
class HostileFramesTest {
    /// Frames that the Go library takes and we refuse, with the reason.
    private static final Map<String, String> REFUSED =
            Map.of(
                    "good, then length without body",
                    "a gap in Go: cut off is cut off",
                    "id above 32 bits",
                    "the reply would carry another id than the client waits for",
                    "invalid UTF-8 in channel",
                    "one name would have two spellings; JSON subscribers could not read it",
                    "invalid UTF-8 in string",
                    "as above",
                    "tags filter nested 5000 deep",
                    "nesting is limited to 512, as in JSON",
                    "deep array in data, 10000",
                    "nesting is limited to 512",
                    "deep filter, 1000",
                    "nesting is limited to 512",
                    "NUL byte at end",
                    "text behind a command would be lost without a word");

    /// Frames that we read otherwise: the reason, and what they mean to us.
    private static final Map<String, String> READ_OTHERWISE =
            Map.of(
                    // An absent value in a map is an empty message in Protobuf.
                    "map entry without value",
                    "{\"id\":2,\"connect\":{\"subs\":{\"x\":{}}}}",
                    // Go merges objects of the same name; the last one counts here.
                    "duplicate operation, second empty",
                    "{\"id\":2,\"unsubscribe\":{}}");

    record Hostile(
            String name, String format, ByteString frame, boolean isGood, List<String> decoded) {
        static Hostile of(JsonNode node) {
            return new Hostile(
                    node.get("name").asString(),
                    node.get("format").asString(),
                    ByteString.copyFrom(Base64.getDecoder().decode(node.get("base64").asString())),
                    node.get("result").asString().equals("ok"),
                    node.get("decoded").valueStream().map(JsonNode::asString).toList());
        }

        Codec codec() {
            return format.equals("json") ? JsonCodec.INSTANCE : ProtobufCodec.INSTANCE;
        }

        @Override
        public String toString() {
            return format + " " + name;
        }
    }

    static Stream<Hostile> frames() {
        return GoldenPair.golden("hostile.json").valueStream().map(Hostile::of);
    }

    static Stream<Hostile> refused() {
        return frames().filter(each -> REFUSED.containsKey(each.name()));
    }

    static Stream<Hostile> judgedAsInGo() {
        return frames().filter(each -> !REFUSED.containsKey(each.name()));
    }

    @ParameterizedTest
    @MethodSource("judgedAsInGo")
    void frameIsReadOrRefusedAsRecorded(Hostile hostile) throws Exception {
        var read = new ArrayList<Command>();

        var refusal = readInto(read, hostile);

        assertThat(refusal.isEmpty()).as(refusal).isEqualTo(hostile.isGood());
        assertThat(read).hasSameSizeAs(hostile.decoded());
        if (hostile.decoded().stream().noneMatch(line -> line.endsWith("…"))) {
            assertThat(read).isEqualTo(expected(hostile));
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void frameThatGoTakesIsRefused(Hostile hostile) {
        assertThat(hostile.isGood()).isTrue();
        assertThat(readInto(new ArrayList<>(), hostile)).isNotEmpty();
    }

    /// Reads as a connection does, which checks JSON to be UTF-8 before.
    ///
    /// @return why the connection ends, empty when it does not
    private static String readInto(List<Command> read, Hostile hostile) {
        var frame = hostile.frame().toByteArray();
        if (hostile.codec() == JsonCodec.INSTANCE
                && Utf8.firstInvalid(frame, 0, frame.length) >= 0) {
            return "not UTF-8";
        }
        var reader = hostile.codec().commands(frame, 0, frame.length);
        try {
            while (reader.hasNext()) {
                read.add(reader.next());
            }
            return "";
        } catch (MalformedCommandException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static List<Command> expected(Hostile hostile) throws MalformedCommandException {
        var other = READ_OTHERWISE.get(hostile.name());
        var commands = new ArrayList<Command>();
        for (var line : other == null ? hostile.decoded() : List.of(other)) {
            var bytes = line.getBytes(UTF_8);
            commands.add(JsonCodec.INSTANCE.commands(bytes, 0, bytes.length).next());
        }
        return commands;
    }

    @Test
    void deviationsNameFramesThatExist() {
        assertThat(frames().map(Hostile::name))
                .containsAll(REFUSED.keySet())
                .containsAll(READ_OTHERWISE.keySet());
    }
}
