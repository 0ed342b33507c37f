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
    private static final ClientInfo NOBODY = new ClientInfo("", "", null, null);
    private static final Result.Connect EMPTY_CONNECT =
            new Result.Connect("", "", false, 0, null, Map.of(), 0, false, "", "", 0);
    private static final Result.Subscribe EMPTY_SUBSCRIBE =
            new Result.Subscribe(
                    false, 0, false, "", List.of(), false, 0, false, null, false, false);

    private static String written(Consumer<ByteBuf> writer) {
        var out = Unpooled.buffer();
        writer.accept(out);
        return out.toString(UTF_8);
    }

    private static String result(long id, Result result) {
        return written(out -> JsonCodec.INSTANCE.writeResult(out, id, result));
    }

    private static String push(Push push) {
        return written(out -> JsonCodec.INSTANCE.writePush(out, push));
    }

    private static Result.Subscribe recovered(Publication... publications) {
        return new Result.Subscribe(
                false, 0, false, "", List.of(publications), false, 0, false, null, false, false);
    }

    private static Publication publication(String json) {
        return Publication.of(Payload.ofOwnedJsonLine(json.getBytes(UTF_8)));
    }

    @Test
    void zeroValuesAreLeftOut() {
        assertThat(result(1, EMPTY_CONNECT)).isEqualTo("{\"id\":1,\"connect\":{}}");
        assertThat(result(2, EMPTY_SUBSCRIBE)).isEqualTo("{\"id\":2,\"subscribe\":{}}");
        assertThat(result(3, new Result.Unsubscribe())).isEqualTo("{\"id\":3,\"unsubscribe\":{}}");
        assertThat(result(4, new Result.Publish())).isEqualTo("{\"id\":4,\"publish\":{}}");
        assertThat(result(5, new Result.Rpc(null))).isEqualTo("{\"id\":5,\"rpc\":{}}");
        assertThat(result(6, new Result.Refresh("", "", false, 0)))
                .isEqualTo("{\"id\":6,\"refresh\":{}}");
        assertThat(result(7, new Result.SubRefresh(false, 0)))
                .isEqualTo("{\"id\":7,\"sub_refresh\":{}}");
    }

    /// The eight fields of §3; Go clients and others read them without asking.
    @Test
    void eightFieldsAreWrittenAlsoWhenTheyAreZero() {
        assertThat(result(1, new Result.Presence(Map.of())))
                .isEqualTo("{\"id\":1,\"presence\":{\"presence\":{}}}");
        assertThat(result(2, new Result.Presence(Map.of("c", NOBODY))))
                .isEqualTo(
                        "{\"id\":2,\"presence\":{\"presence\":{\"c\":{\"user\":\"\",\"client\":\"\"}}}}");
        assertThat(result(3, new Result.PresenceStats(0, 0)))
                .isEqualTo("{\"id\":3,\"presence_stats\":{\"num_clients\":0,\"num_users\":0}}");
        assertThat(result(4, new Result.History(List.of(), StreamPosition.NONE)))
                .isEqualTo(
                        "{\"id\":4,\"history\":{\"publications\":[],\"epoch\":\"\",\"offset\":0}}");
    }

    @Test
    void connectResultIsWrittenWithAllItsFields() {
        var subscriptions = Map.of("a\"b", recovered(publication("1")));

        assertThat(
                        result(
                                4294967295L,
                                new Result.Connect(
                                        "c",
                                        "v1",
                                        true,
                                        3600,
                                        DATA,
                                        subscriptions,
                                        25,
                                        true,
                                        "s",
                                        "n",
                                        1700000000123L)))
                .isEqualTo(
                        """
                        {"id":4294967295,"connect":{"client":"c","version":"v1","expires":true,\
                        "ttl":3600,"data":{"a":1},\
                        "subs":{"a\\"b":{"publications":[{"data":1}]}},\
                        "ping":25,"pong":true,"session":"s","node":"n","time":1700000000123}}\
                        """);
    }

    @Test
    void subscribeResultIsWrittenWithAllItsFields() {
        var info = new ClientInfo("42", "c1", DATA, DATA);
        var missed =
                Publication.of(DATA, info, 0)
                        .withTags(Map.of("k", "v"))
                        .at(new StreamPosition(-1, "e"), 5);

        assertThat(
                        result(
                                2,
                                new Result.Subscribe(
                                        true,
                                        60,
                                        true,
                                        "e",
                                        List.of(missed, publication("2")),
                                        true,
                                        -1,
                                        true,
                                        DATA,
                                        true,
                                        false)))
                .isEqualTo(
                        """
                        {"id":2,"subscribe":{"expires":true,"ttl":60,"recoverable":true,"epoch":"e",\
                        "publications":[{"data":{"a":1},"info":{"user":"42","client":"c1",\
                        "conn_info":{"a":1},"chan_info":{"a":1}},"offset":18446744073709551615,\
                        "tags":{"k":"v"}},{"data":2}],"recovered":true,\
                        "offset":18446744073709551615,"positioned":true,"data":{"a":1},\
                        "was_recovering":true}}\
                        """);
    }

    private static byte[] barePrefix() {
        return JsonCodec.BARE.channelPrefix("c");
    }

    @Test
    void otherResultsAreWrittenWithAllTheirFields() {
        var ann = new ClientInfo("42", "c1", DATA, null);
        var top = new StreamPosition(-1, "e");

        assertThat(result(1, new Result.Presence(Map.of("c1", ann))))
                .isEqualTo(
                        "{\"id\":1,\"presence\":{\"presence\":{\"c1\":{\"user\":\"42\",\"client\":\"c1\",\"conn_info\":{\"a\":1}}}}}");
        assertThat(result(2, new Result.PresenceStats(3, 2)))
                .isEqualTo("{\"id\":2,\"presence_stats\":{\"num_clients\":3,\"num_users\":2}}");
        assertThat(result(3, new Result.History(List.of(publication("4"), publication("3")), top)))
                .isEqualTo(
                        "{\"id\":3,\"history\":{\"publications\":[{\"data\":4},{\"data\":3}],\"epoch\":\"e\",\"offset\":18446744073709551615}}");
        assertThat(result(4, new Result.Rpc(DATA)))
                .isEqualTo("{\"id\":4,\"rpc\":{\"data\":{\"a\":1}}}");
        assertThat(result(5, new Result.Refresh("c", "v", true, 100)))
                .isEqualTo(
                        "{\"id\":5,\"refresh\":{\"client\":\"c\",\"version\":\"v\",\"expires\":true,\"ttl\":100}}");
        assertThat(result(6, new Result.SubRefresh(true, 100)))
                .isEqualTo("{\"id\":6,\"sub_refresh\":{\"expires\":true,\"ttl\":100}}");
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
        assertThat(push(new Push.Unsubscribe("a\"b", 2500, "x")))
                .isEqualTo(
                        "{\"push\":{\"channel\":\"a\\\"b\",\"unsubscribe\":{\"code\":2500,\"reason\":\"x\"}}}");
        assertThat(push(new Push.Message(DATA)))
                .isEqualTo("{\"push\":{\"message\":{\"data\":{\"a\":1}}}}");
        assertThat(push(new Push.Subscribe("a", true, "e", -1, true, DATA)))
                .isEqualTo(
                        "{\"push\":{\"channel\":\"a\",\"subscribe\":{\"recoverable\":true,\"epoch\":\"e\",\"offset\":18446744073709551615,\"positioned\":true,\"data\":{\"a\":1}}}}");
        assertThat(push(new Push.Disconnect(3503, "force disconnect")))
                .isEqualTo(
                        "{\"push\":{\"disconnect\":{\"code\":3503,\"reason\":\"force"
                                + " disconnect\"}}}");
        assertThat(push(new Push.Refresh(true, 100)))
                .isEqualTo("{\"push\":{\"refresh\":{\"expires\":true,\"ttl\":100}}}");
    }

    @Test
    void pushesLeaveZeroValuesOut() {
        assertThat(push(new Push.Unsubscribe("", 0, "")))
                .isEqualTo("{\"push\":{\"unsubscribe\":{}}}");
        assertThat(push(new Push.Subscribe("a", false, "", 0, false, null)))
                .isEqualTo("{\"push\":{\"channel\":\"a\",\"subscribe\":{}}}");
        assertThat(push(new Push.Connect(EMPTY_CONNECT))).isEqualTo("{\"push\":{\"connect\":{}}}");
        assertThat(push(new Push.Disconnect(0, ""))).isEqualTo("{\"push\":{\"disconnect\":{}}}");
        assertThat(push(new Push.Refresh(false, 0))).isEqualTo("{\"push\":{\"refresh\":{}}}");
    }

    @Test
    void joinsAndLeavesCarryWhoItIs() {
        var prefix = JsonCodec.INSTANCE.channelPrefix("c");

        assertThat(
                        written(out ->
                                JsonCodec.INSTANCE.writeMessage(
                                        out, prefix, new ChannelMessage.Join(NOBODY))))
                .isEqualTo(
                        "{\"push\":{\"channel\":\"c\",\"join\":{\"info\":{\"user\":\"\",\"client\":\"\"}}}}");
        assertThat(
                        written(out ->
                                JsonCodec.BARE.writeMessage(
                                        out, barePrefix(), new ChannelMessage.Leave(NOBODY))))
                .isEqualTo(
                        "{\"channel\":\"c\",\"leave\":{\"info\":{\"user\":\"\",\"client\":\"\"}}}");
    }

    @Test
    void pushesStandAloneWhereTheTransportIsUnidirectional() {
        assertThat(written(out -> JsonCodec.BARE.writeResult(out, 1, EMPTY_CONNECT)))
                .isEqualTo("{\"connect\":{}}");
        assertThat(written(JsonCodec.BARE::writePing)).isEqualTo("{}");
    }

    @Test
    void lineFeedsInPayloadsAreLeftOut() throws Exception {
        var pretty = Payload.ofBytes("{\n \"a\":\r\n 1}".getBytes(UTF_8));

        assertThat(result(1, new Result.Rpc(pretty)))
                .isEqualTo("{\"id\":1,\"rpc\":{\"data\":{ \"a\": 1}}}");
    }

    @Test
    void resultsWithPayloadsThatAreNotJsonCannotBeCarried() {
        var binary = Payload.ofBytes(new byte[] {0, 1});
        var info = new ClientInfo("", "", null, binary);
        var subscribed = recovered(Publication.of(binary));

        assertThat(
                        List.of(
                                new Result.Rpc(binary),
                                subscribed,
                                new Result.Connect(
                                        "", "", false, 0, binary, Map.of(), 0, false, "", "", 0),
                                new Result.Connect(
                                        "",
                                        "",
                                        false,
                                        0,
                                        null,
                                        Map.of("s", subscribed),
                                        0,
                                        false,
                                        "",
                                        "",
                                        0),
                                new Result.Presence(Map.of("c", info)),
                                new Result.History(
                                        List.of(Publication.of(DATA, info, 0)),
                                        StreamPosition.NONE)))
                .noneMatch(JsonCodec.INSTANCE::carries);
        assertThat(JsonCodec.INSTANCE.carries(new ChannelMessage.Join(info))).isFalse();
        assertThat(JsonCodec.INSTANCE.carries(new Result.Rpc(DATA))).isTrue();
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
    void aSentenceThatIsCutSaysSo() {
        var reply = new ErrorReply(503, "é".repeat(101), false);

        assertThat(reply.message()).isEqualTo("é".repeat(98) + "…");
        assertThat(new ErrorReply(503, "é".repeat(100), false).message()).hasSize(100);
    }

    @Test
    void reasonsAndMessagesFitTheirFrames() {
        var disconnect = Disconnect.BAD_REQUEST.because("é".repeat(200));
        var error = ErrorReply.BAD_REQUEST.because("x" + "😀".repeat(200));

        assertThat(disconnect.reason().getBytes(UTF_8)).hasSize(122);
        assertThat(error.message().getBytes(UTF_8)).hasSize(200);
    }
}
