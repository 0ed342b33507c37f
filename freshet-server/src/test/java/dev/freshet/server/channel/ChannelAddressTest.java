package dev.freshet.server.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream/telegraf/cpu",
                "grafana/dashboard/uid/abc-1",
                "ds/P1809F7CD0C75ACF3/cpu=1.5",
                "watch/provisioning.grafana.app/v0alpha1/jobs=x/u000001",
                "stream/a/b//c",
                "stream/a//b",
                "stream/a/b/",
                "a.b/c.d/e",
                "Stream/x/y"
            })
    void legalNameIsReadAndWrittenBack(String text) {
        assertThat(ChannelAddress.parse(text))
                .isInstanceOfSatisfying(
                        ChannelAddress.Parsed.Valid.class,
                        valid -> assertThat(valid.address()).hasToString(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | CHANNEL_EMPTY | is empty",
                "stream | CHANNEL_NO_NAMESPACE | no namespace and no path",
                "stream/test | CHANNEL_NO_PATH | \"stream/test\" has no path",
                "stream/a/ | CHANNEL_EMPTY_PART | empty path",
                "/a/b | CHANNEL_EMPTY_PART | empty scope",
                "stream//b | CHANNEL_EMPTY_PART | empty namespace",
                "stream/test/% | CHANNEL_BAD_CHARACTER | '%' at position 13, in the path",
                "stream/te st/x | CHANNEL_BAD_CHARACTER | ' ' at position 10, in the namespace",
                "a=/b/c | CHANNEL_BAD_CHARACTER | '=' at position 2, in the scope",
                "stream/a=b/c | CHANNEL_BAD_CHARACTER | '=' at position 9, in the namespace",
                "stream/größe/c | CHANNEL_BAD_CHARACTER | 'ö' at position 10",
                "stream/a/b[0] | CHANNEL_BAD_CHARACTER | '[' at position 11",
                "stream/a/b\\c | CHANNEL_BAD_CHARACTER | '\\' at position 11",
                "stream/a/b^ | CHANNEL_BAD_CHARACTER | '^' at position 11",
                "stream/a/b` | CHANNEL_BAD_CHARACTER | '`' at position 11"
            })
    void eachWayToBeWrongHasItsOwnSentence(String text, ProblemType type, String sentence) {
        var problem = invalid(text);

        assertThat(problem.type()).isEqualTo(type);
        assertThat(problem.message()).contains(sentence);
        assertThat(problem.message().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void hundredAndSixtyBytesAreTheMost() {
        var longest = "stream/a/" + "x".repeat(151);

        assertThat(ChannelAddress.parse(longest)).isInstanceOf(ChannelAddress.Parsed.Valid.class);
        assertThat(invalid(longest + "x").message()).contains("161 bytes; at most 160");
    }

    @Test
    void controlCharactersAreNamedNotShown() {
        var problem = invalid("stream/a/b\nforged log line");

        assertThat(problem.message()).contains("U+000A at position 11").doesNotContain("\n");
    }

    @Test
    void messagesOfHostileNamesStayShort() {
        var problem = invalid("stream/a/" + "\uD83D\uDE00".repeat(37));

        assertThat(problem.message().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(200);
    }

    private static Problem invalid(String text) {
        return switch (ChannelAddress.parse(text)) {
            case ChannelAddress.Parsed.Invalid(Problem problem) -> problem;
            case ChannelAddress.Parsed.Valid valid ->
                    throw new AssertionError(valid + " should be refused");
        };
    }
}
