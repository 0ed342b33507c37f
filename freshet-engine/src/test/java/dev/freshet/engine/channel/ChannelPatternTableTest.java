package dev.freshet.engine.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelPatternTableTest {
    @ParameterizedTest
    @CsvSource({
        "news, news",
        "news/a/b, news/a/b",
        "news/a/c, news/a/:x",
        "news/a/c/d, news/*",
        "news/a, news/*",
        "news/z/b, news/*",
        "other/a/b, other/:x/b",
        "other/a/c, *",
        "other, *",
        "'', "
    })
    void theMostLiteralPatternDecides(String channel, @Nullable String winner) {
        var table = new ChannelPatternTable<String>();
        for (var pattern : List.of("*", "news/*", "other/:x/b", "news", "news/a/:x", "news/a/b")) {
            table.put(ChannelPattern.compile(pattern), pattern);
        }

        assertThat(table.find(channel)).isEqualTo(winner);
    }

    @Test
    void anEmptyTableFindsNothing() {
        var table = new ChannelPatternTable<String>();

        assertThat(table.isEmpty()).isTrue();
        assertThat(table.find("news")).isNull();
        assertThat(table.find("")).isNull();
    }

    @Test
    void aConflictNamesBothPatterns() {
        var table = new ChannelPatternTable<String>();
        table.put(ChannelPattern.compile(":a/cpu"), "one");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.put(ChannelPattern.compile("metrics/:b"), "other"))
                .withMessage(
                        "Channel patterns \":a/cpu\" and \"metrics/:b\" fit the same channels, and"
                                + " neither is more literal; make one more literal or remove it.");
    }

    @Test
    void manyLiteralsWithTheSameHashAreToldApart() {
        var table = new ChannelPatternTable<String>();
        var names = new ArrayList<String>();
        for (var first : List.of("Aa", "BB")) {
            for (var second : List.of("Aa", "BB")) {
                for (var third : List.of("Aa", "BB")) {
                    names.add(first + second + third);
                }
            }
        }

        names.forEach(name -> table.put(ChannelPattern.compile("x/" + name), name));

        assertThat(names).allSatisfy(name -> assertThat(table.find("x/" + name)).isEqualTo(name));
        assertThat(table.find("x/AaAaCC")).isNull();
    }

    /// Against a look at every pattern.
    @RepeatedTest(5)
    void theTreeFindsWhatALookAtEveryPatternFinds() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var table = new ChannelPatternTable<ChannelPattern>();
        var patterns = new ArrayList<ChannelPattern>();
        for (int i = 0; i < 200; i++) {
            var pattern = ChannelPattern.compile(pattern(random));
            if (patterns.stream().noneMatch(pattern::conflictsWith)) {
                table.put(pattern, pattern);
                patterns.add(pattern);
            }
        }

        for (int i = 0; i < 5000; i++) {
            var channel = segments(random, List.of("a", "b", "c", "Aa", "BB", ""));

            assertThat(table.find(channel))
                    .as("seed %d, channel %s, patterns %s", seed, channel, patterns)
                    .isEqualTo(mostLiteral(patterns, channel));
        }
    }

    private static @Nullable ChannelPattern mostLiteral(
            List<ChannelPattern> patterns, String channel) {
        ChannelPattern best = null;
        for (var pattern : patterns) {
            if (pattern.matches(channel) && (best == null || pattern.isMoreLiteralThan(best))) {
                best = pattern;
            }
        }
        return best;
    }

    private static String pattern(Random random) {
        var pattern = segments(random, List.of("a", "b", "c", "Aa", "BB", ":x", ":y"));
        return random.nextInt(3) == 0 ? pattern + "/*" : pattern;
    }

    private static String segments(Random random, List<String> choice) {
        var segments = new ArrayList<String>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            segments.add(choice.get(random.nextInt(choice.size())));
        }
        return String.join("/", segments);
    }
}
