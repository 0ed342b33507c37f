package dev.freshet.engine.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCommandReaderTest {
    private static List<Command> read(String frame) throws MalformedCommandException {
        return read(frame.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Command> read(byte[] frame) throws MalformedCommandException {
        var commands = new ArrayList<Command>();
        var reader = new JsonCommandReader(frame, 0, frame.length);
        while (reader.hasNext()) {
            commands.add(reader.next());
        }
        return commands;
    }

    private static Command readOne(String line) throws MalformedCommandException {
        assertThat(read(line)).hasSize(1);
        return read(line).getFirst();
    }

    private static Payload payload(String json) {
        return Payload.ofOwnedJsonLine(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Request.Subscribe subscribe(String channel) {
        return new Request.Subscribe(
                channel, "", false, "", 0, null, false, false, false, "", null, 0);
    }

    // ---- what is understood

    @Test
    void connectIsReadWithAllItsFields() throws Exception {
        var command =
                readOne(
                        """
                        {"id":1,"connect":{"token":"t","data":{"q":[1,2]},"name":"js","version":"5",\
                        "headers":{"X-A":"v","X-B":null},"subs":{"s1":{"recover":true,"epoch":"e",\
                        "offset":3},"s2":null},"flag":1}}\
                        """);

        var recovering =
                new Request.Subscribe("", "", true, "e", 3, null, false, false, false, "", null, 0);
        assertThat(command)
                .isEqualTo(
                        new Command(
                                1,
                                new Request.Connect(
                                        "t",
                                        payload("{\"q\":[1,2]}"),
                                        Map.of("s1", recovering),
                                        "js",
                                        "5",
                                        Map.of("X-A", "v", "X-B", "")),
                                false));
    }

    @Test
    void subscribeIsReadWithAllItsFields() throws Exception {
        var command =
                readOne(
                        """
                        {"subscribe":{"channel":"c","token":"t","recover":true,"epoch":"e",\
                        "offset":9223372036854775807,"data":"d","positioned":true,\
                        "recoverable":true,"join_leave":true,"delta":"fossil","flag":-1,\
                        "tf":{"op":"and","nodes":[]}},"id":2}\
                        """);

        assertThat(command.id()).isEqualTo(2);
        assertThat(command.request())
                .isEqualTo(
                        new Request.Subscribe(
                                "c",
                                "t",
                                true,
                                "e",
                                Long.MAX_VALUE,
                                payload("\"d\""),
                                true,
                                true,
                                true,
                                "fossil",
                                new FilterNode("and", "", "", "", List.of(), List.of()),
                                -1));
    }

    @Test
    void filterIsReadWithAllItsNodes() throws Exception {
        var command =
                readOne(
                        """
                        {"id":2,"subscribe":{"tf":{"op":"or","x":{},"NODES":[\
                        {"key":"k","cmp":"in","vals":["a","",null],"nodes":null},null,\
                        {"op":"not","nodes":[{"key":"n","cmp":"gte","val":"1.5","vals":[]}]}]}}}\
                        """);

        var none = new FilterNode("", "", "", "", List.of(), List.of());
        var in = new FilterNode("", "k", "in", "", List.of("a", "", ""), List.of());
        var gte = new FilterNode("", "n", "gte", "1.5", List.of(), List.of());
        var not = new FilterNode("not", "", "", "", List.of(), List.of(gte));
        assertThat(command.request())
                .isEqualTo(
                        new Request.Subscribe(
                                "",
                                "",
                                false,
                                "",
                                0,
                                null,
                                false,
                                false,
                                false,
                                "",
                                new FilterNode("or", "", "", "", List.of(), List.of(in, none, not)),
                                0));
    }

    @Test
    void offsetHas64BitsAndNoSign() throws Exception {
        for (var offset : List.of("0", "9223372036854775808", "18446744073709551615")) {
            var request = readOne("{\"id\":2,\"subscribe\":{\"offset\":" + offset + "}}").request();

            var subscribe = (Request.Subscribe) Objects.requireNonNull(request);
            assertThat(Long.toUnsignedString(subscribe.offset())).isEqualTo(offset);
        }
    }

    /// Two names that differ only there would be the same on the wire.
    @Test
    void loneSurrogatesInTextsAreReplaced() throws Exception {
        assertThat(readOne("{\"id\":2,\"unsubscribe\":{\"channel\":\"\\ud83dx\"}}").request())
                .isEqualTo(new Request.Unsubscribe("\ufffdx"));
        assertThat(readOne("{\"id\":2,\"rpc\":{\"method\":\"\\ud83d\\ude00\\ude00\"}}").request())
                .isEqualTo(new Request.Rpc("😀\ufffd", null));
    }

    static List<Map.Entry<String, Request>> operations() {
        return List.of(
                Map.entry("\"unsubscribe\":{\"channel\":\"c\"}", new Request.Unsubscribe("c")),
                Map.entry(
                        "\"publish\":{\"channel\":\"c\",\"data\":1}",
                        new Request.Publish("c", payload("1"))),
                Map.entry("\"publish\":{\"channel\":\"c\"}", new Request.Publish("c", null)),
                Map.entry(
                        "\"history\":{\"channel\":\"c\",\"since\":{\"offset\":5,\"epoch\":\"e\"},\"reverse\":true}",
                        new Request.History("c", 0, new StreamPosition(5, "e"), true)),
                Map.entry(
                        "\"history\":{\"since\":{},\"limit\":-2147483648}",
                        new Request.History("", Integer.MIN_VALUE, StreamPosition.NONE, false)),
                Map.entry(
                        "\"history\":{\"since\":{\"offset\":18446744073709551615},\"limit\":null,\"reverse\":null}",
                        new Request.History("", 0, new StreamPosition(-1, ""), false)),
                Map.entry("\"history\":{\"since\":null}", new Request.History("", 0, null, false)),
                Map.entry("\"presence\":{\"channel\":\"c\"}", new Request.Presence("c")),
                Map.entry("\"presence_stats\":{\"channel\":\"c\"}", new Request.PresenceStats("c")),
                Map.entry(
                        "\"history\":{\"channel\":\"c\",\"limit\":-1}",
                        new Request.History("c", -1, null, false)),
                Map.entry(
                        "\"rpc\":{\"method\":\"m\",\"data\":[]}",
                        new Request.Rpc("m", payload("[]"))),
                Map.entry("\"rpc\":{}", new Request.Rpc("", null)),
                Map.entry("\"send\":{\"data\":\"x\"}", new Request.Send(payload("\"x\""))),
                Map.entry("\"refresh\":{\"token\":\"t\"}", new Request.Refresh("t")),
                Map.entry(
                        "\"sub_refresh\":{\"channel\":\"c\",\"token\":\"t\"}",
                        new Request.SubRefresh("c", "t")));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationIsRead(Map.Entry<String, Request> sample) throws Exception {
        assertThat(readOne("{\"id\":3," + sample.getKey() + "}"))
                .isEqualTo(new Command(3, sample.getValue(), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1.50e+3",
                "-0.0",
                "12345678901234567890",
                "\"\"",
                "\"a\\\"}b\\\\\"",
                "\"\\u0436\\ud83d\\ude00\\/\"",
                "\"жёлтый 😀\"",
                "true",
                "false",
                "null",
                "[]",
                "{}",
                "[1, {\"b\":null}]",
                "{ \"spaced\" : [ 1 , 2 ] }",
                "{\"dup\":1,\"dup\":2}"
            })
    void payloadsAreTakenByteForByteWhereverTheyStand(String json) throws Exception {
        var expected = new Request.Publish("c", payload(json));
        for (var form :
                List.of(
                        "{\"id\":1,\"publish\":{\"data\":%s,\"channel\":\"c\"}}",
                        "{\"id\":1,\"publish\":{\"channel\":\"c\",\"data\":%s}}",
                        "{\"id\":1,\"publish\":{\"channel\":\"c\",\"data\": %s }}",
                        "{\"id\":1,\"publish\":{\"channel\":\"c\",\"data\" :\t%s\r,\"x\":1}}")) {
            assertThat(readOne(form.formatted(json)).request()).isEqualTo(expected);
        }
    }

    /// Recorded: `{"method":"echo","data":null}` is echoed as null. It used to be taken for absent.
    @Test
    void nullIsAValueWhereJsonIsCarried() throws Exception {
        var none = payload("null");

        assertThat(readOne("{\"id\":1,\"rpc\":{\"data\":null}}").request())
                .isEqualTo(new Request.Rpc("", none));
        assertThat(readOne("{\"send\":{\"data\":null}}").request())
                .isEqualTo(new Request.Send(none));
        assertThat(readOne("{\"id\":1,\"connect\":{\"data\":null}}").request())
                .isEqualTo(new Request.Connect("", none, Map.of(), "", "", Map.of()));
    }

    @Test
    void commandsOfAFrameAreReadLineByLine() throws Exception {
        var frame =
                """
                {"id":1,"subscribe":{"channel":"a"}}\r
                 {"id":2,"subscribe":{"channel":"b"}}\t
                {}
                """;

        assertThat(read(frame))
                .containsExactly(
                        new Command(1, subscribe("a"), false),
                        new Command(2, subscribe("b"), false),
                        new Command(0, null, true));
    }

    @Test
    void onlyTheGivenPartOfTheArrayIsRead() throws Exception {
        var bytes =
                "xx{\"id\":1,\"publish\":{\"channel\":\"c\",\"data\":[7]}}yy"
                        .getBytes(StandardCharsets.UTF_8);

        var reader = new JsonCommandReader(bytes, 2, bytes.length - 4);

        assertThat(reader.next().request()).isEqualTo(new Request.Publish("c", payload("[7]")));
        assertThat(reader.hasNext()).isFalse();
    }

    @Test
    void namesMatchWithoutRegardToCase() throws Exception {
        assertThat(readOne("{\"ID\":2,\"Unsubscribe\":{\"CHANNEL\":\"x\",\"Q\":0}}"))
                .isEqualTo(new Command(2, new Request.Unsubscribe("x"), false));
        assertThat(
                        readOne(
                                "{\"id\":2,\"un\\u0073ubscribe\":{\"channel\":\"\\u0078\\ud83d\\ude00\"}}"))
                .isEqualTo(new Command(2, new Request.Unsubscribe("x😀"), false));
    }

    @Test
    void unknownNamesAreIgnored() throws Exception {
        assertThat(
                        readOne(
                                "{\"id\":2,\"n\":1e999999,\"extra\":[1,{\"a\":null}],"
                                        + "\"unsubscribe\":{\"channel\":\"x\",\"more\":[true]}}"))
                .isEqualTo(new Command(2, new Request.Unsubscribe("x"), false));
    }

    @Test
    void nullCountsAsAbsent() throws Exception {
        assertThat(readOne("{\"id\":2,\"unsubscribe\":{\"channel\":null}}").request())
                .isEqualTo(new Request.Unsubscribe(""));
        assertThat(
                        readOne(
                                        "{\"id\":2,\"subscribe\":{\"channel\":\"c\",\"recover\":null,"
                                            + "\"offset\":null,\"flag\":null,\"delta\":null}}")
                                .request())
                .isEqualTo(subscribe("c"));
        assertThat(
                        readOne(
                                        "{\"id\":2,\"connect\":{\"token\":null,\"subs\":null,\"headers\":null}}")
                                .request())
                .isEqualTo(new Request.Connect("", null, Map.of(), "", "", Map.of()));
        assertThat(readOne("{\"id\":2,\"subscribe\":{\"channel\":\"c\",\"tf\":null}}").request())
                .isEqualTo(subscribe("c"));
        assertThat(readOne("{\"id\":2,\"unsubscribe\":null}"))
                .isEqualTo(new Command(2, null, false));
    }

    @Test
    void laterOneOfARepeatedKeyWins() throws Exception {
        assertThat(
                        readOne(
                                "{\"id\":2,\"id\":3,\"unsubscribe\":{\"channel\":\"x\"},"
                                        + "\"unsubscribe\":{\"channel\":\"y\",\"channel\":\"z\"}}"))
                .isEqualTo(new Command(3, new Request.Unsubscribe("z"), false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"rpc\":{\"method\":\"m\"},\"unsubscribe\":{\"channel\":\"x\"} | unsubscribe",
                "\"subscribe\":{},\"connect\":{} | connect",
                "\"publish\":{},\"send\":{} | publish",
                "\"sub_refresh\":{},\"refresh\":{} | refresh",
                "\"history\":{},\"presence_stats\":{},\"presence\":{} | presence"
            })
    void highestOperationWinsWhereverItStands(String operations, String method) throws Exception {
        var request = Objects.requireNonNull(readOne("{\"id\":1," + operations + "}").request());

        assertThat(request.method()).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                " null ",
                "{\"id\":0}",
                "{\"id\":null}",
                "{\"id\":0,\"unsubscribe\":{\"channel\":\"x\"}}",
                "{\"subscribe\":{\"channel\":\"x\"}}",
                "{\"connect\":{}}",
                "{\"send\":null}"
            })
    void commandWithoutIdIsAPong(String line) throws Exception {
        assertThat(readOne(line)).isEqualTo(new Command(0, null, true));
    }

    @Test
    void sendNeedsNoId() throws Exception {
        assertThat(readOne("{\"send\":{}}"))
                .isEqualTo(new Command(0, new Request.Send(null), false));
        assertThat(readOne("{\"id\":7,\"send\":{}}"))
                .isEqualTo(new Command(7, new Request.Send(null), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":1}", "{\"id\":1,\"ping\":{}}", "{\"id\":1,\"fly\":{}}"})
    void commandThatNamesNoOperationHasNoRequest(String line) throws Exception {
        assertThat(readOne(line)).isEqualTo(new Command(1, null, false));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2147483648L, 4294967295L})
    void idsHave32Bits(long id) throws Exception {
        assertThat(readOne("{\"id\":" + id + ",\"rpc\":{}}").id()).isEqualTo(id);
    }

    @Test
    void lineInFrontOfABadOneIsHandedOut() throws Exception {
        var frame = "{\"id\":1,\"rpc\":{}}\nnope".getBytes(StandardCharsets.UTF_8);
        var reader = new JsonCommandReader(frame, 0, frame.length);

        assertThat(reader.next().id()).isEqualTo(1);
        assertThatThrownBy(reader::next).isInstanceOf(MalformedCommandException.class);
    }

    @Test
    void nestingIsAllowedTo512AndNoDeeper() throws Exception {
        // The command and its publish object are two levels.
        assertThat(readOne(nested(510)).request()).isInstanceOf(Request.Publish.class);
        assertThatThrownBy(() -> readOne(nested(511)))
                .isInstanceOf(MalformedCommandException.class)
                .hasMessageContaining("512");
        assertThatThrownBy(() -> readOne(nested(30_000)))
                .isInstanceOf(MalformedCommandException.class);
    }

    private static String nested(int depth) {
        return "{\"id\":1,\"publish\":{\"channel\":\"c\",\"data\":"
                + "[".repeat(depth)
                + "]".repeat(depth)
                + "}}";
    }

    // ---- what is refused

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "  ",
                "{\"id\":1,\"rpc\":{}}\n\n",
                "{\"id\":1,\"rpc\":{}}\n\n{\"id\":2,\"rpc\":{}}",
                "\n{\"id\":1,\"rpc\":{}}",
                "[]",
                "[{\"id\":1,\"rpc\":{}}]",
                "5",
                "\"text\"",
                "true",
                "nope",
                "\ufeff{\"id\":1,\"rpc\":{}}",
                "{\"id\":1,\"rpc\":{}}{\"id\":2,\"rpc\":{}}",
                "{\"id\":1,\"rpc\":{}} x",
                "{\"id\":1,\"rpc\":{}}\u0000",
                "null null",
                "{\"id\":\"1\",\"rpc\":{}}",
                "{\"id\":-1,\"rpc\":{}}",
                "{\"id\":2.0,\"rpc\":{}}",
                "{\"id\":1e0,\"rpc\":{}}",
                "{\"id\":4294967296,\"rpc\":{}}",
                "{\"id\":18446744073709551617,\"rpc\":{}}",
                "{\"id\":02,\"rpc\":{}}",
                "{\"id\":+2,\"rpc\":{}}",
                "{\"id\":true,\"rpc\":{}}",
                "{\"id\":[1],\"rpc\":{}}",
                "{\"id\":1,\"rpc\":[]}",
                "{\"id\":1,\"rpc\":\"m\"}",
                "{\"id\":1,\"rpc\":5}",
                "{\"id\":1,\"unsubscribe\":{\"channel\":5}}",
                "{\"id\":1,\"unsubscribe\":{\"channel\":[\"x\"]}}",
                "{\"id\":1,\"subscribe\":{\"channel\":\"x\",\"recover\":\"true\"}}",
                "{\"id\":1,\"subscribe\":{\"channel\":\"x\",\"recover\":1}}",
                "{\"id\":1,\"subscribe\":{\"channel\":\"x\",\"offset\":-1}}",
                "{\"id\":1,\"subscribe\":{\"channel\":\"x\",\"offset\":18446744073709551616}}",
                "{\"id\":1,\"subscribe\":{\"channel\":\"x\",\"offset\":1.5}}",
                "{\"id\":1,\"subscribe\":{\"offset\":-9223372036854775809}}",
                "{\"id\":1,\"subscribe\":{\"offset\":\"5\"}}",
                "{\"id\":1,\"subscribe\":{\"flag\":9223372036854775808}}",
                "{\"id\":1,\"subscribe\":{\"tf\":[]}}",
                "{\"id\":1,\"subscribe\":{\"tf\":\"and\"}}",
                "{\"id\":1,\"subscribe\":{\"tf\":{\"nodes\":{}}}}",
                "{\"id\":1,\"subscribe\":{\"tf\":{\"nodes\":[1]}}}",
                "{\"id\":1,\"subscribe\":{\"tf\":{\"vals\":\"a\"}}}",
                "{\"id\":1,\"subscribe\":{\"tf\":{\"vals\":[1]}}}",
                "{\"id\":1,\"subscribe\":{\"tf\":{\"op\":1}}}",
                "{\"id\":1,\"history\":{\"limit\":2147483648}}",
                "{\"id\":1,\"history\":{\"limit\":1.0}}",
                "{\"id\":1,\"history\":{\"since\":5}}",
                "{\"id\":1,\"history\":{\"since\":{\"offset\":-1}}}",
                "{\"id\":1,\"history\":{\"reverse\":0}}",
                "{\"id\":1,\"connect\":{\"headers\":{\"a\":1}}}",
                "{\"id\":1,\"connect\":{\"headers\":[]}}",
                "{\"id\":1,\"connect\":{\"subs\":[]}}",
                "{\"id\":1,\"connect\":{\"subs\":{\"a\":5}}}",
                "{\"id\":1,\"connect\":{\"subs\":{\"\\ud83d\":{}}}}",
                "{\"id\":1,\"connect\":{\"headers\":{\"\\ude00\":\"\"}}}",
                "{\"id\":1,\"unsubscribe\":{\"channel\":\"a\u0001b\"}}",
                "{\"id\":1,\"unsubscribe\":{\"channel\":\"a\tb\"}}",
                "{\"id\":1,\"rpc\":{\"data\":\"a\rb\"}}",
                "{\"id\":1,\"rpc\":{\"data\":{\"a\rb\":1}}}",
                "{\"id\":1,\"rpc\":{\"data\":\"\\q\"}}",
                "{\"id\":1,\"rpc\":{\"data\":\"\\u12\"}}",
                "{\"id\":1,\"rpc\":{\"data\":NaN}}",
                "{\"id\":1,\"rpc\":{\"data\":01}}",
                "{\"id\":1,\"rpc\":{\"data\":1.}}",
                "{\"id\":1,\"rpc\":{\"data\":[[}}",
                "{\"id\":1,/*c*/\"rpc\":{}}",
                "{\"id\":1,\"rpc\":{},}",
                "{'id':1,'rpc':{}}",
                "{id:1}",
                "{\"id\" 1}",
                "{\"id\":1,\"rpc\":{\"data\":\"a\nb\"}}"
            })
    void hostileFrameIsRefused(String frame) {
        assertThatThrownBy(() -> read(frame))
                .isInstanceOf(MalformedCommandException.class)
                .message()
                .isNotBlank()
                // Strangers see this in the close frame.
                .doesNotContain("Source", "Stream", "Exception", "@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"})
    void otherEncodingsAreRefused(String encoding) throws Exception {
        var frame =
                "{\"id\":1,\"publish\":{\"channel\":\"c\",\"data\":[1]}}"
                        .getBytes(Charset.forName(encoding));

        assertThatThrownBy(() -> read(frame)).isInstanceOf(MalformedCommandException.class);
    }

    @Test
    void numberOfManyDigitsIsRefusedQuickly() {
        var line = "{\"id\":" + "9".repeat(60_000) + "}";

        assertThatThrownBy(() -> readOne(line)).isInstanceOf(MalformedCommandException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"connect\":{\"token\":\"é\\n\",\"subs\":{\"s\":{\"offset\":3}},\"data\":[1.5]}}",
                "{\"id\":12,\"publish\":{\"channel\":\"c\",\"data\":{\"a\":[true,null,\"x\"]}}}"
            })
    void truncatedCommandIsRefusedAtEveryByte(String sample) {
        var bytes = sample.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < bytes.length; length++) {
            var part = Arrays.copyOf(bytes, length);

            assertThatThrownBy(() -> read(part))
                    .as(() -> HexFormat.of().formatHex(part))
                    .isInstanceOf(MalformedCommandException.class);
        }
    }
}
