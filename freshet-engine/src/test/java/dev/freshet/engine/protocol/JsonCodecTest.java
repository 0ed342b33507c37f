package dev.freshet.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonCodecTest {
    private static final Payload DATA = Payload.ofOwnedJsonLine("{\"a\":1}".getBytes(UTF_8));

    private static String written(Consumer<ByteBuf> writer) {
        var out = Unpooled.buffer();
        writer.accept(out);
        return out.toString(UTF_8);
    }

    private static String result(long id, Result result) {
        return written(out -> JsonCodec.INSTANCE.writeResult(out, id, result));
    }

    private static Result.Connect connect(
            String version, @Nullable Payload data, int ping, boolean pong) {
        return new Result.Connect("c", version, false, 0, data, Map.of(), ping, pong, "", "", 0);
    }

    private static Result.Subscribe subscribed(@Nullable Payload data, boolean wasRecovering) {
        return new Result.Subscribe(
                false, 0, false, "", List.of(), false, 0, false, data, wasRecovering, false);
    }

    @Test
    void zeroValuesAreLeftOut() {
        assertThat(result(1, connect("", null, 0, false)))
                .isEqualTo("{\"id\":1,\"connect\":{\"client\":\"c\"}}");
        assertThat(result(2, subscribed(null, false))).isEqualTo("{\"id\":2,\"subscribe\":{}}");
        assertThat(result(3, new Result.Unsubscribe())).isEqualTo("{\"id\":3,\"unsubscribe\":{}}");
        assertThat(result(4, new Result.Publish())).isEqualTo("{\"id\":4,\"publish\":{}}");
        assertThat(result(5, new Result.Rpc(null))).isEqualTo("{\"id\":5,\"rpc\":{}}");
    }

    @Test
    void everyFieldIsWritten() {
        assertThat(result(4294967295L, connect("v1", DATA, 25, true)))
                .isEqualTo(
                        "{\"id\":4294967295,\"connect\":{\"client\":\"c\",\"version\":\"v1\",\"data\":{\"a\":1},\"ping\":25,\"pong\":true}}");
        assertThat(result(2, subscribed(DATA, true)))
                .isEqualTo("{\"id\":2,\"subscribe\":{\"data\":{\"a\":1},\"was_recovering\":true}}");
        assertThat(result(2, subscribed(null, true)))
                .isEqualTo("{\"id\":2,\"subscribe\":{\"was_recovering\":true}}");
        assertThat(result(5, new Result.Rpc(DATA)))
                .isEqualTo("{\"id\":5,\"rpc\":{\"data\":{\"a\":1}}}");
    }

    @Test
    void errorsCarryCodeMessageAndTemporary() {
        assertThat(written(out -> JsonCodec.INSTANCE.writeError(out, 7, ErrorReply.INTERNAL)))
                .isEqualTo(
                        "{\"id\":7,\"error\":{\"code\":100,\"message\":\"internal server"
                                + " error\",\"temporary\":true}}");
        assertThat(
                        written(out ->
                                JsonCodec.INSTANCE.writeError(
                                        out, 7, new ErrorReply(403, "", false))))
                .isEqualTo("{\"id\":7,\"error\":{\"code\":403}}");
    }

    @Test
    void pushesCarryTheirContent() {
        assertThat(
                        written(out ->
                                JsonCodec.INSTANCE.writePush(
                                        out, new Push.Unsubscribe("a\"b", 2500, "x"))))
                .isEqualTo(
                        "{\"push\":{\"channel\":\"a\\\"b\",\"unsubscribe\":{\"code\":2500,\"reason\":\"x\"}}}");
        assertThat(
                        written(out ->
                                JsonCodec.INSTANCE.writePush(
                                        out, new Push.Unsubscribe("a", 2000, ""))))
                .isEqualTo("{\"push\":{\"channel\":\"a\",\"unsubscribe\":{\"code\":2000}}}");
        assertThat(written(out -> JsonCodec.INSTANCE.writePush(out, new Push.Message(DATA))))
                .isEqualTo("{\"push\":{\"message\":{\"data\":{\"a\":1}}}}");
    }

    @Test
    void publicationsCarryUserAndClientAlsoWhenEmpty() {
        var prefix = JsonCodec.INSTANCE.channelPrefix("news");
        var info = new ClientInfo("", "", null, DATA);

        assertThat(
                        written(out ->
                                JsonCodec.INSTANCE.writeMessage(out, prefix, Publication.of(DATA))))
                .isEqualTo("{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":{\"a\":1}}}}");
        assertThat(
                        written(out ->
                                JsonCodec.INSTANCE.writeMessage(
                                        out, prefix, Publication.of(DATA, info, 0))))
                .isEqualTo(
                        "{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":{\"a\":1},\"info\":{\"user\":\"\",\"client\":\"\",\"chan_info\":{\"a\":1}}}}}");
    }

    @Test
    void sizeOfAPublicationIsKnownBeforeItIsWritten() {
        var prefix = JsonCodec.INSTANCE.channelPrefix("news");
        var publication = Publication.of(DATA);

        var line = written(out -> JsonCodec.INSTANCE.writeMessage(out, prefix, publication));

        assertThat(JsonCodec.INSTANCE.messageSize(prefix, publication)).isEqualTo(line.length());
    }

    /// The info used to be left out, so that a batch of small publications by clients with a large
    /// conn_info was many times larger than the 64 KiB it should end at.
    @Test
    void sizeOfAPublicationCountsWhoPublished() {
        var prefix = JsonCodec.INSTANCE.channelPrefix("news");
        var large = Payload.ofOwnedJsonLine(("\"" + "x".repeat(5000) + "\"").getBytes(UTF_8));
        var info = new ClientInfo("user\"é", "client", large, large);
        var publication = Publication.of(DATA, info, 0);

        var line = written(out -> JsonCodec.INSTANCE.writeMessage(out, prefix, publication));

        assertThat(JsonCodec.INSTANCE.messageSize(prefix, publication))
                .isBetween(line.getBytes(UTF_8).length - 20, line.getBytes(UTF_8).length + 20);
    }

    // ---- deltas

    private static Payload kitchen(String temperature) throws InvalidJsonException {
        return Payload.json(
                "{\"room\":\"kitchen\",\"temperature\":" + temperature + ",\"humidity\":40}");
    }

    private static String delta(Payload data, @Nullable Payload base) {
        var publication =
                Publication.of(data).withTags(Map.of("a", "b")).at(new StreamPosition(2, "e"), 0);
        var prefix = JsonCodec.INSTANCE.channelPrefix("room");
        return written(out -> JsonCodec.INSTANCE.writeDelta(out, prefix, publication, base));
    }

    @Test
    void patchIsAStringAndSaysThatItIsOne() throws Exception {
        assertThat(delta(kitchen("21.7"), kitchen("21.5")))
                .isEqualTo(
                        """
                        {"push":{"channel":"room","pub":{"data":"o\\nZ@0,G:7,\\"humidity\\":40}1HAYTY;",\
                        "offset":2,"tags":{"a":"b"},"delta":true}}}\
                        """);
    }

    @Test
    void wholeDataOfADeltaSubscriptionIsAStringToo() throws Exception {
        var whole =
                """
                {"push":{"channel":"room","pub":{"data":"{\\"x\\":\\"\\\\n é\\"}",\
                "offset":2,"tags":{"a":"b"}}}}\
                """;

        assertThat(delta(Payload.json("{\"x\":\"\\n é\"}"), null)).isEqualTo(whole);
        assertThat(delta(Payload.json("{\"x\":\n\"\\n é\"}"), kitchen("21.5"))).isEqualTo(whole);
    }

    /// Clients keep what they are sent: the line, not what was published.
    @Test
    void baseOfAPatchIsWhatWasSent() throws Exception {
        var base = Payload.ofBytes((kitchen("21.5").text() + "\r\n").getBytes(UTF_8));
        var data = Payload.ofBytes((kitchen("21.7").text() + "\r\n").getBytes(UTF_8));

        assertThat(delta(data, base)).isEqualTo(delta(kitchen("21.7"), kitchen("21.5")));
    }

    @Test
    void recoveredPublicationsBuildOnEachOther() throws Exception {
        var recovered =
                List.of(
                        Publication.of(kitchen("21.7")).at(new StreamPosition(2, "e"), 0),
                        Publication.of(kitchen("22.0")).at(new StreamPosition(3, "e"), 0));
        var subscribed =
                new Result.Subscribe(
                        false, 0, true, "e", recovered, true, 1, true, null, true, true);

        assertThat(result(2, subscribed))
                .contains(
                        """
                        "publications":[{"data":"{\\"room\\":\\"kitchen\\",\\"temperature\\":21.7,\\"humidity\\":40}",\
                        "offset":2},{"data":"o\\nX@0,I:2.0,\\"humidity\\":40}1HAnTR;","offset":3,"delta":true}]\
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`plain`|`\"plain\"`",
                "``|`\"\"`",
                "`a\"b\\c/d`|`\"a\\\"b\\\\c/d\"`",
                "`é€😀`|`\"é€😀\"`",
                "`<&>`|`\"<&>\"`"
            })
    void stringsAreEscapedAsLittleAsNeeded(String text, String expected) {
        assertThat(written(out -> WireText.writeJsonString(out, text))).isEqualTo(expected);
        assertThat(written(out -> WireText.writeJsonString(out, text.getBytes(UTF_8))))
                .isEqualTo(expected);
    }

    @Test
    void controlCharactersAreEscaped() throws Exception {
        var all = new StringBuilder();
        for (char c = 0; c <= 0x20; c++) {
            all.append(c);
        }

        var json = written(out -> WireText.writeJsonString(out, all.toString()));

        assertThat(written(out -> WireText.writeJsonString(out, all.toString().getBytes(UTF_8))))
                .isEqualTo(json);
        assertThat(json)
                .startsWith("\"\\u0000\\u0001")
                .contains("\\t\\n\\u000b\\u000c\\r")
                .endsWith("\\u001f \"");
        assertThat(readBack(json)).isEqualTo(all.toString());
    }

    /// Cannot be written in UTF-8; what matters is that the line stays valid.
    @Test
    void loneSurrogatesBecomeQuestionMarks() throws Exception {
        var json = written(out -> WireText.writeJsonString(out, "a\ud83db"));

        assertThat(readBack(json)).isEqualTo("a?b");
    }

    private static String readBack(String json) throws Exception {
        var line = "{\"id\":1,\"rpc\":{\"method\":" + json + "}}";
        var bytes = line.getBytes(UTF_8);
        var command = new JsonCommandReader(bytes, 0, bytes.length).next();
        return ((Request.Rpc) Objects.requireNonNull(command.request())).rpcMethod();
    }

    @Test
    void sentencesAreCutAtACharacterBorder() {
        assertThat(WireText.cut("ab", 2)).isEqualTo("ab");
        assertThat(WireText.cut("abc", 2)).isEqualTo("ab");
        assertThat(WireText.cut("aé", 2)).isEqualTo("a");
        assertThat(WireText.cut("aé", 3)).isEqualTo("aé");
        assertThat(WireText.cut("a€b", 3)).isEqualTo("a");
        assertThat(WireText.cut("😀😀", 7)).isEqualTo("😀");
        assertThat(WireText.cut("x", 0)).isEmpty();
    }

    @Test
    void reasonsAndMessagesFitTheirFrames() {
        var disconnect = Disconnect.BAD_REQUEST.because("é".repeat(200));
        var error = ErrorReply.BAD_REQUEST.because("x" + "😀".repeat(200));

        assertThat(disconnect.reason().getBytes(UTF_8)).hasSize(122);
        assertThat(error.message().getBytes(UTF_8)).hasSize(197);
    }
}
