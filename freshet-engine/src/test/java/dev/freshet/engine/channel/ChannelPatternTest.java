package dev.freshet.engine.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelPatternTest {
    @ParameterizedTest
    @CsvSource({
        "news, news, true",
        "news, news/x, false",
        "news, new, false",
        "chat:index, chat:index, true",
        "news/*, news/a, true",
        "news/*, news/a/b, true",
        "news/*, news2/a, false",
        "news/*, news, false",
        "news/*, news/, false",
        "*, news/a/b, true",
        "*, news, true",
        "*, '', false",
        "room/:id/cpu, room/a/cpu, true",
        "room/:id/cpu, room/a/cpu/x, false",
        "room/:id/cpu, room/a/mem, false",
        "room/:id/cpu, room//cpu, false",
        "room/:id, room/a/b, false",
        ":org/room/*, 1/room/a/b, true"
    })
    void patternFits(String pattern, String channel, boolean fits) {
        assertThat(ChannelPattern.compile(pattern).matches(channel)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a", "a/", "a//b", "a/*/b", "a/b*", "**", "a/:", ":/a"})
    void wrongPatternIsRefusedWithASentence(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChannelPattern.compile(pattern))
                .withMessageStartingWith("Channel pattern \"" + pattern + "\" is wrong: ")
                .withMessageEndingWith("; write for example news/* or room/:id/chat.");
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a/:x",
        "a/b, a/*",
        "a/:x, a/*",
        "a/:x/b, a/*",
        "a/*, *",
        "a/b/*, a/*",
        "a/:x/*, a/*"
    })
    void oneOfTwoIsMoreLiteral(String more, String less) {
        var one = ChannelPattern.compile(more);
        var other = ChannelPattern.compile(less);

        assertThat(one.isMoreLiteralThan(other)).isTrue();
        assertThat(other.isMoreLiteralThan(one)).isFalse();
        assertThat(one.conflictsWith(other)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b",
        ":x/b, :y/b",
        ":a/cpu, metrics/:b",
        "a/*, a/*",
        ":x/b/*, a/*",
        "a/:x/c/*, a/b/:y/d"
    })
    void twoThatFitTheSameChannelsConflict(String one, String other) {
        var first = ChannelPattern.compile(one);
        var second = ChannelPattern.compile(other);

        assertThat(first.conflictsWith(second)).isTrue();
        assertThat(second.conflictsWith(first)).isTrue();
    }

    /// The last two used to be refused as a conflict: `*` does not stand for nothing, so no channel
    /// fits both.
    @ParameterizedTest
    @CsvSource({"a/b, a/c", ":x/b, :x/c", "a/:x, a/:x/y", "a/b, a/b/*", "a/:x, a/:y/*"})
    void twoThatFitNoCommonChannelDoNotConflict(String one, String other) {
        var first = ChannelPattern.compile(one);
        var second = ChannelPattern.compile(other);

        assertThat(first.conflictsWith(second)).isFalse();
        assertThat(second.conflictsWith(first)).isFalse();
    }
}
