package dev.freshet.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The messages that the Go library wrote in both forms, against our codecs and, so that the other
/// tests may trust it, against the schema that protobuf-java reads by.
class GoldenPairsTest {
    /// What our records leave out on purpose, by a part of the recorded JSON.
    private static final Map<String, String> NEVER_SENT =
            Map.of(
                    "{\"id\":1}", "a reply without content, which no command gets",
                    "\"ping\":{}", "the answer to a ping of the client, which §5 refuses",
                    "\"time\":1700000000123,\"channel\"", "the broker's time, wildcard channels",
                    "\"id\":17", "numeric channel ids, which we never grant (§16)",
                    "{\"id\":5,\"pub\"", "numeric channel ids",
                    "{\"id\":-5,\"pub\"", "numeric channel ids",
                    "{\"id\":7,\"leave\"", "numeric channel ids",
                    "\"reconnect\":true", "reconnect, which clients derive from the code",
                    "4294967295", "codes and counts above 31 bits",
                    "\"delta\":true}],\"delta\":true", "a patch that was not made by its base");

    static List<GoldenPair> pairs() {
        return GoldenPair.all();
    }

    static Stream<GoldenPair> commands() {
        return GoldenPair.all().stream().filter(pair -> pair.type().equals("Command"));
    }

    static Stream<GoldenPair> repliesAndPushes() {
        return fromServer().filter(pair -> !isNeverSent(pair));
    }

    static Stream<GoldenPair> neverSent() {
        return fromServer().filter(GoldenPairsTest::isNeverSent);
    }

    private static Stream<GoldenPair> fromServer() {
        return GoldenPair.all().stream()
                .filter(pair -> pair.type().equals("Reply") || pair.type().equals("Push"));
    }

    private static boolean isNeverSent(GoldenPair pair) {
        return NEVER_SENT.keySet().stream().anyMatch(pair.json()::contains);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void schemaOfTheTestsReadsWhatWasRecorded(GoldenPair pair) {
        assertThat(WireJson.tree(pair.decoded())).isEqualTo(WireJson.tree(pair.json()));
        assertThat(pair.decoded().getUnknownFields().asMap()).isEmpty();
        assertThat(pair.decoded().toByteString()).isEqualTo(pair.bytes());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandsAreReadAlikeInBothForms(GoldenPair pair) throws Exception {
        var json = pair.json().getBytes(UTF_8);
        var jsonIn = pair.jsonIn().getBytes(UTF_8);
        var protobuf = framed(pair.bytes());

        var expected = JsonCodec.INSTANCE.commands(json, 0, json.length).next();

        assertThat(JsonCodec.INSTANCE.commands(jsonIn, 0, jsonIn.length).next())
                .isEqualTo(expected);
        assertThat(ProtobufCodec.INSTANCE.commands(protobuf, 0, protobuf.length).next())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("repliesAndPushes")
    void repliesAndPushesAreWrittenAsRecorded(GoldenPair pair) {
        var sending = WireRecords.sending(pair.decoded());
        boolean bare = pair.type().equals("Push");

        var protobuf = written(sending, bare ? ProtobufCodec.BARE : ProtobufCodec.INSTANCE);
        var json = written(sending, bare ? JsonCodec.BARE : JsonCodec.INSTANCE);

        assertThat(protobuf).isEqualTo(framed(pair.bytes()));
        assertThat(WireJson.tree(new String(json, UTF_8))).isEqualTo(WireJson.tree(pair.json()));
    }

    @ParameterizedTest
    @MethodSource("neverSent")
    void whatIsNeverSentHasNoRecord(GoldenPair pair) {
        assertThatThrownBy(() -> WireRecords.sending(pair.decoded()))
                .hasMessageStartingWith("no record for");
    }

    private static byte[] written(WireRecords.Sending sending, Codec codec) {
        var out = Unpooled.buffer();
        sending.write(codec, out);
        return ByteBufUtil.getBytes(out);
    }

    private static byte[] framed(ByteString message) {
        var out = Unpooled.buffer();
        ProtobufFields.writeVarint(out, message.size());
        return ByteBufUtil.getBytes(out.writeBytes(message.asReadOnlyByteBuffer()));
    }
}
