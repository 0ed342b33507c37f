package dev.freshet.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.channel.Json;
import dev.freshet.server.problem.ProblemType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishBodyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"a\":[1,2,{\"b\":null}]}",
                "\"text\"",
                "\"\"",
                "\"\\u00e4 \\n \\\" /\"",
                "\"größe 😀\"",
                "0",
                "-1.5e300",
                "123456789012345678901234567890",
                "true",
                "false",
                "null",
                "{\"data\":1,\"channel\":2}"
            })
    void dataIsCutOutAsItStands(String data) {
        assertThat(parse("{\"channel\":\"stream/a/b\",\"data\":" + data + "}"))
                .isEqualTo(new PublishBody.Parsed.Valid("stream/a/b", Json.of(data)));
        assertThat(parse(" { \"data\" : " + data + " , \"channel\" : \"stream/a/b\" } "))
                .isEqualTo(new PublishBody.Parsed.Valid("stream/a/b", Json.of(data)));
    }

    @Test
    void lineBreaksBetweenTokensAreLeftOut() {
        assertThat(parse("{\"channel\":\"c\",\"data\":{\r\n  \"a\": 1,\n  \"b\": \"x\\ny\"\n}}"))
                .isEqualTo(
                        new PublishBody.Parsed.Valid(
                                "c", Json.of("{  \"a\": 1,  \"b\": \"x\\ny\"}")));
    }

    @Test
    void otherMembersAreIgnored() {
        assertThat(
                        parse(
                                "{\"x\":{\"data\":[1]},\"channel\":\"c\",\"y\":\"}\",\"data\":1,\"z\":null}"))
                .isEqualTo(new PublishBody.Parsed.Valid("c", Json.of("1")));
    }

    static Stream<String> hostileBodies() {
        var start = "{\"channel\":\"c\",\"data\":";
        return Stream.of(
                "",
                " ",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{}",
                "{\"channel\":\"c\"}",
                "{\"data\":1}",
                "{\"channel\":null,\"data\":1}",
                "{\"channel\":[\"c\"],\"data\":1}",
                "{\"channel\":\"c\",\"channel\":\"d\",\"data\":1}",
                "{\"channel\":\"c\",\"data\":1,\"data\":2}",
                start,
                start + "}",
                start + "1",
                start + "1}}",
                start + "1} x",
                start + "1,}",
                start + "01}",
                start + "1.}",
                start + "+1}",
                start + "NaN}",
                start + "tru}",
                start + "truex}",
                start + "'text'}",
                start + "\"text}",
                start + "\"\\x\"}",
                start + "\"\\u12\"}",
                start + "\"line\nbreak\"}",
                start + "\"tab\there\"}",
                start + "{\"a\":1,}}",
                start + "{a:1}}",
                start + "[1 2]}",
                start + "[1}}",
                start + "/* no */1}",
                start + "[".repeat(513) + "]".repeat(513) + "}",
                start + "[".repeat(100_000),
                start + "1" + "0".repeat(5_000) + "}",
                start + "\"\u0000\"}",
                "\ufeff" + start + "1}");
    }

    @ParameterizedTest
    @MethodSource("hostileBodies")
    void hostileBodyIsRefusedWithAReason(String body) {
        assertThat(parse(body))
                .isInstanceOfSatisfying(
                        PublishBody.Parsed.Invalid.class,
                        invalid -> {
                            assertThat(invalid.problem().type())
                                    .isEqualTo(ProblemType.PUBLISH_BAD_BODY);
                            assertThat(invalid.problem().message())
                                    .startsWith("bad request data: ");
                            assertThat(invalid.problem().message()).hasSizeLessThan(200);
                        });
    }

    @Test
    void nestingOf512IsTaken() {
        var data = "[".repeat(512) + "]".repeat(512);

        assertThat(parse("{\"channel\":\"c\",\"data\":" + data + "}"))
                .isEqualTo(new PublishBody.Parsed.Valid("c", Json.of(data)));
    }

    @Test
    void brokenUtf8IsRefused() {
        var body = "{\"channel\":\"c\",\"data\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        for (int[] broken :
                new int[][] {
                    {0xff}, {0xc3}, {0xc0, 0x80}, {0xed, 0xa0, 0x80}, {0xf5, 0x80, 0x80, 0x80}
                }) {
            var bytes = new byte[body.length - 1 + broken.length];
            System.arraycopy(body, 0, bytes, 0, 23);
            for (int i = 0; i < broken.length; i++) {
                bytes[23 + i] = (byte) broken[i];
            }
            System.arraycopy(body, 24, bytes, 23 + broken.length, body.length - 24);

            assertThat(PublishBody.parse(bytes)).isInstanceOf(PublishBody.Parsed.Invalid.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void otherEncodingsAreRefused(String charset) {
        var bytes = "{\"channel\":\"c\",\"data\":1}".getBytes(Charset.forName(charset));

        assertThat(PublishBody.parse(bytes)).isInstanceOf(PublishBody.Parsed.Invalid.class);
    }

    private static PublishBody.Parsed parse(String body) {
        return PublishBody.parse(body.getBytes(StandardCharsets.UTF_8));
    }
}
