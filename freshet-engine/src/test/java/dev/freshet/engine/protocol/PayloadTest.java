package dev.freshet.engine.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-1.50e+3",
                "null",
                "true",
                "\"\"",
                "{}",
                "[]",
                " { \"a\" : [ 1 , 2 ] } ",
                "\"жёлтый 😀 \\u2028\"",
                "\"\\ud83d\"",
                "123456789012345678901234567890",
                "{\"dup\":1,\"dup\":2}"
            })
    void validJsonIsKeptByteForByte(String json) throws Exception {
        assertThat(Payload.json(json).text()).isEqualTo(json);
    }

    @Test
    void lineBreaksOutsideOfStringsAreDropped() throws Exception {
        var payload = Payload.json("\r\n{\n \"a\": 1,\r\n\t\"b\\n\": \"x\\r\"\r}\n\n");

        assertThat(payload.text()).isEqualTo("{ \"a\": 1,\t\"b\\n\": \"x\\r\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\"}",
                "nul",
                "NaN",
                "01",
                "+1",
                "1.",
                ".5",
                "12.x",
                "1 2",
                "{} {}",
                "[1]x",
                "'a'",
                "\"a",
                "\"a\nb\"",
                "\"a\tb\"",
                "{\"a\rb\":1}",
                "\"\\q\"",
                "\"\\u12\"",
                "/*c*/1",
                "\ufeff{}",
                "\u0000"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> Payload.json(text)).isInstanceOf(InvalidJsonException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "22ff22, byte 2",
        "22c3, byte 2",
        "22eda08022, byte 2",
        "22c08022, byte 2",
        "7b22f490808022, byte 3"
    })
    void badUtf8IsRefusedWithItsPlace(String hex, String place) {
        assertThatThrownBy(() -> Payload.json(HexFormat.of().parseHex(hex)))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageContaining(place)
                .hasMessageContaining("UTF-8");
    }

    /// The parser used to guess the encoding, so that UTF-16 and UTF-32 passed as JSON and went out
    /// to every subscriber with their zero bytes.
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void otherEncodingsAreRefused(String encoding) throws Exception {
        for (var json : new String[] {"[]", "{}", "1", "\"ab\""}) {
            var bytes = json.getBytes(Charset.forName(encoding));

            assertThatThrownBy(() -> Payload.json(bytes)).isInstanceOf(InvalidJsonException.class);
        }
    }

    @Test
    void nestingIsAllowedTo512AndNoDeeper() throws Exception {
        assertThat(Payload.json("[".repeat(512) + "]".repeat(512)).size()).isEqualTo(1024);

        assertThatThrownBy(() -> Payload.json("[".repeat(513) + "]".repeat(513)))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageContaining("513")
                .hasMessageContaining("512");
    }

    @Test
    void longStringsAreAllowed() throws Exception {
        var text = "\"" + "é".repeat(30_000_000 / 2) + "\"";

        assertThat(Payload.json(text).size()).isEqualTo(30_000_002);
    }

    @Test
    void equalBytesAreEqualPayloads() throws Exception {
        assertThat(Payload.json("[1,\n2]"))
                .isEqualTo(Payload.json("[1,2]"))
                .hasSameHashCodeAs(Payload.json("[1,2]"))
                .isNotEqualTo(Payload.json("[1, 2]"))
                .hasToString("[1,2]");
    }

    @Test
    void longPayloadsAreCutInLogs() throws Exception {
        var payload = Payload.json("\"" + "x".repeat(1000) + "\"");

        assertThat(payload.toString()).hasSizeLessThan(230).endsWith("… (1002 bytes)");
    }

    @Test
    void callersCannotChangeThePayload() throws Exception {
        var source = "[1]".getBytes(StandardCharsets.UTF_8);
        var payload = Payload.json(source);
        source[1] = '2';
        payload.toByteArray()[1] = '3';
        var out = Unpooled.buffer();
        payload.writeTo(out);

        assertThat(payload.text()).isEqualTo("[1]");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[1]");
    }
}
