package dev.freshet.server.serverapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private static Fields.Parsed parse(String body) {
        return Fields.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Fields fields(String body) {
        if (parse(body) instanceof Fields.Parsed.Valid(Fields fields)) {
            return fields;
        }
        throw new AssertionError(parse(body));
    }

    private static Fields object(Fields fields, String name) {
        return Objects.requireNonNull(fields.object(name));
    }

    private static String data(Fields fields) {
        return Objects.requireNonNull(fields.data("data")).text();
    }

    private static String fault(String body, Consumer<Fields> read) {
        var fields = fields(body);
        read.accept(fields);
        assertThat(fields.isWrong()).isTrue();
        var refused = new AtomicReference<String>();
        fields.refusal()
                .thenAccept(reply -> {
                    if (reply instanceof ApiReply.Refused(var error)) {
                        refused.set(error.problem().message());
                    }
                });
        return refused.get();
    }

    @Test
    void valuesAreReadByTheirType() {
        var fields =
                fields(
                        """
                        {"t":"a\\u00e9\\n","n":-7,"u":18446744073709551615,"yes":true,"no":false,
                         "list":["x","y"],"map":{"k":"v"},"o":{"inner":"i"},"none":null}\
                        """);

        assertThat(fields.text("t")).isEqualTo("aé\n");
        assertThat(fields.number("n", -10, 10)).isEqualTo(-7);
        assertThat(fields.unsigned("u")).isEqualTo(-1);
        assertThat(fields.flag("yes")).isTrue();
        assertThat(fields.flag("no")).isFalse();
        assertThat(fields.texts("list")).containsExactly("x", "y");
        assertThat(fields.textMap("map")).isEqualTo(Map.of("k", "v"));
        assertThat(object(fields, "o").text("inner")).isEqualTo("i");
        assertThat(fields.isWrong()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", " {\n} ", "{\"t\":null,\"n\":null,\"list\":null,\"o\":null}"})
    void whatIsMissingIsEmpty(String body) {
        var fields = fields(body);

        assertThat(fields.text("t")).isEmpty();
        assertThat(fields.number("n", 5, 10)).isZero();
        assertThat(fields.flag("f")).isFalse();
        assertThat(fields.texts("list")).isEmpty();
        assertThat(fields.object("o")).isNull();
        assertThat(fields.data("d")).isNull();
        assertThat(fields.isWrong()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 1.50, \"b\":[1e400 , \"é\\u0000\"] }",
                "\"text with } and \\\" in it\"",
                "-0",
                "null",
                "12345678901234567890.0",
                "[ [ ], { } ]"
            })
    void dataStaysByteForByteWhereverItStands(String json) {
        var first = fields("{\"data\":" + json + ",\"x\":1}");
        var last = fields("{\"é\":\"ü\" , \"data\" : " + json + "}");
        var nested = fields("{\"list\":[0,{\"o\":{\"data\":" + json + "\n}}]}");

        assertThat(data(first)).isEqualTo(json);
        assertThat(data(last)).isEqualTo(json);
        assertThat(nested.requests("list")).isEmpty();
        var inner = fields("{\"list\":[{},{\"o\":{\"data\":" + json + "\n}}]}").requests("list");
        assertThat(data(object(inner.get(1), "o"))).isEqualTo(json);
    }

    @Test
    void bytesGoBeforeJsonAsInCentrifugo() {
        var fields = fields("{\"data\":1,\"b64data\":\"AAEC\"}");

        assertThat(fields.dataOrBase64("data")).isEqualTo(Payload.ofBytes(new byte[] {0, 1, 2}));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no json | it is no JSON",
                "[1] | it is JSON, but no object",
                "{\"a\":1} x | it is no JSON",
                "{\"a\":01} | it is no JSON",
                "{\"a\" | it is no JSON"
            })
    void aBodyThatIsNoObjectIsRefused(String body, String reason) {
        assertThat(parse(body))
                .isInstanceOfSatisfying(
                        Fields.Parsed.Invalid.class,
                        invalid -> assertThat(invalid.reason()).startsWith(reason));
    }

    @Test
    void aWrongTypeIsToldWithItsNameAndWhatItHasToBe() {
        assertThat(fault("{\"t\":1}", fields -> fields.text("t")))
                .isEqualTo("bad request: \"t\" is a number; it has to be text.");
        assertThat(fault("{\"f\":\"yes\"}", fields -> fields.flag("f")))
                .contains("\"f\" is text; it has to be true or false");
        assertThat(fault("{\"n\":1.5}", fields -> fields.number("n", 0, 9)))
                .contains("it has to be a whole number from 0 to 9");
        assertThat(fault("{\"n\":10}", fields -> fields.number("n", 0, 9))).contains("is 10;");
        assertThat(fault("{\"n\":" + "9".repeat(90) + "}", fields -> fields.number("n", 0, 9)))
                .contains("is 9999999999999999999999999999999999999999…;");
        assertThat(fault("{\"u\":-1}", fields -> fields.unsigned("u"))).contains("\"u\"");
        assertThat(fault("{\"l\":[\"a\",2]}", fields -> fields.texts("l")))
                .contains("\"l[1]\" is a number");
        assertThat(fault("{\"m\":{\"k\":[]}}", fields -> fields.textMap("m")))
                .contains("\"m.k\" is a list");
        assertThat(fault("{\"o\":{\"p\":{\"value\":1}}}", fields -> override(fields)))
                .contains("\"o.p.value\" is a number");
        assertThat(fault("{\"b64data\":\"?\"}", fields -> fields.dataOrBase64("data")))
                .contains("\"b64data\" is no base64");
    }

    private static void override(Fields fields) {
        assertThat(object(fields, "o").flagObject("p")).isFalse();
    }

    @Test
    void aNameThatIsThereTwiceIsAFault() {
        assertThat(fault("{\"channel\":\"a\",\"channel\":\"b\"}", fields -> {}))
                .contains("\"channel\" is there twice");
    }

    @Test
    void theFirstFaultIsTold() {
        assertThat(
                        fault(
                                "{\"a\":1,\"b\":2}",
                                fields -> List.of(fields.text("a"), fields.text("b"))))
                .contains("\"a\"");
    }

    @Test
    void requestsOfAListHaveFaultsOfTheirOwn() {
        var all = fields("{\"commands\":[{\"t\":1},{\"t\":\"x\"}]}");
        var commands = all.requests("commands");

        commands.forEach(command -> command.text("t"));

        assertThat(commands.get(0).isWrong()).isTrue();
        assertThat(commands.get(1).isWrong()).isFalse();
        assertThat(all.isWrong()).isFalse();
    }
}
