package dev.freshet.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                " [ ] ",
                "{}",
                "-0.5e+3",
                "0",
                "\"\\u00e9\\n\\\\ é\"",
                "{\"a\":[1,{\"b\":null}],\"c\":\"\"}",
                "[[],{},[[]]]"
            })
    void acceptsOneValue(String json) {
        assertThat(RawJson.of(json)).hasToString(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "nullx",
                "1 2",
                "01",
                "+1",
                "1.",
                ".5",
                "1e",
                "-",
                "[1,]",
                "[,1]",
                "[1",
                "]",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "{\"a\":1,}",
                "{]",
                "[}",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12",
                "\"a\nb\"",
                "\"tab\there\"",
                "{\"a\":1}{",
                "tru\"",
                "NaN"
            })
    void refusesWhatIsNotExactlyOneValue(String json) {
        assertThatThrownBy(() -> RawJson.of(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Not one JSON value: byte ");
    }

    @Test
    void isOneLine() {
        assertThat(RawJson.of("{\n  \"a\": \"\\n\"\r\n}\n")).hasToString("{   \"a\": \"\\n\"  } ");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] json = {'"', (byte) 0xFF, '"'};

        assertThatThrownBy(() -> RawJson.of(json)).hasMessage("Not one JSON value: byte 1");
    }

    @Test
    void nestingIsLimitedWithoutRecursion() {
        assertThat(RawJson.of("[".repeat(512) + "]".repeat(512)).byteLength()).isEqualTo(1024);
        assertThatThrownBy(() -> RawJson.of("[".repeat(513) + "]".repeat(513)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RawJson.of("{\"a\":".repeat(1_000_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isAValueThatNobodyCanChange() {
        byte[] bytes = "[1]".getBytes(UTF_8);
        RawJson json = RawJson.of(bytes);

        bytes[1] = '2';
        json.toBytes()[1] = '3';

        assertThat(json).isEqualTo(RawJson.of("[1]")).hasSameHashCodeAs(RawJson.of("[1]"));
    }
}
