package dev.freshet.server.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.server.auth.Role;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelRulesTest {
    @ParameterizedTest
    @CsvSource({
        "stream/bench/*, stream/bench/a, true",
        "stream/bench/*, stream/bench/a/b, true",
        "stream/bench/*, stream/bench2/a, false",
        "stream/*, stream/a/b, true",
        "*, ds/a/b, true",
        "stream/:id/cpu, stream/a/cpu, true",
        "stream/:id/cpu, stream/a/cpu/x, false",
        "stream/:id/cpu, stream/a/mem, false",
        "stream/a/b, stream/a/b, true",
        "stream/a/b, stream/a/bc, false",
        "stream/a/:x, stream/a/b/c, false",
        "stream/a/b/*, stream/a/b/, false",
        "stream/a/:x/c, stream/a//c, false"
    })
    void patternFits(String pattern, String channel, boolean fits) {
        assertThat(AddressPattern.compile(pattern).matches(channel)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "stream",
                "stream/a",
                "stream/*/b",
                "stream//b",
                "/a/b",
                "stream/a/b c",
                "stream/a/:",
                "stream/a/b*",
                "stream/a/größe"
            })
    void wrongPatternIsRefusedWithASentence(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressPattern.compile(pattern))
                .withMessageStartingWith("Channel pattern \"" + pattern + "\" is wrong: ");
    }

    @ParameterizedTest
    @CsvSource({
        "stream/bench/cpu, exact",
        "stream/bench/mem, bench",
        "stream/other/cpu, any-cpu",
        "stream/other/mem, all"
    })
    void mostLiteralPatternWins(String channel, String winner) {
        var rules =
                new ChannelRules(
                        Stream.of(
                                        rule("all", "stream/*"),
                                        rule("any-cpu", "stream/:id/cpu"),
                                        rule("bench", "stream/bench/:x"),
                                        rule("exact", "stream/bench/cpu"))
                                .filter(rule ->
                                        !(rule.name().equals("any-cpu")
                                                && channel.contains("bench")))
                                .filter(rule ->
                                        !(rule.name().startsWith("bench")
                                                && channel.contains("other")))
                                .toList());
        var parts = channel.split("/", 3);

        var found = rules.find(new ChannelAddress(parts[0], parts[1], parts[2]));

        assertThat(Objects.requireNonNull(found).name()).isEqualTo(winner);
    }

    @ParameterizedTest
    @CsvSource({
        "stream/a/b, stream/a/b",
        "stream/:x/b, stream/:y/b",
        "stream/:a/cpu, stream/metrics/:b",
        "stream/*, stream/*"
    })
    void conflictIsRefusedAtStart(String one, String other) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ChannelRules(List.of(rule("one", one), rule("other", other))));
    }

    @ParameterizedTest
    @CsvSource({
        "stream/a/b, stream/a/c",
        "stream/:x/b, stream/:x/c",
        "stream/:x/b, stream/a/b",
        "stream/a/*, stream/a/:x",
        "stream/*, *",
        "stream/a/:x, stream/a/:x/y",
        "stream/a/b, stream/a/b/*"
    })
    void patternsThatDifferOrOneOfWhichIsMoreLiteralLiveTogether(String one, String other) {
        var rules = new ChannelRules(List.of(rule("one", one), rule("other", other)));

        assertThat(rules.find(new ChannelAddress("plugin", "x", "y")))
                .satisfiesAnyOf(
                        found -> assertThat(found).isNull(),
                        found ->
                                assertThat(Objects.requireNonNull(found).pattern())
                                        .hasToString("*"));
    }

    @Test
    void conflictNamesBothSections() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ChannelRules(
                                List.of(
                                        rule("one", "stream/:a/cpu"),
                                        rule("other", "stream/metrics/:b"))))
                .withMessageContaining("[freshet.channel.one]")
                .withMessageContaining("[freshet.channel.other]");
    }

    private static ChannelRule rule(String name, String pattern) {
        return new ChannelRule(name, AddressPattern.compile(pattern), Role.VIEWER, Role.EDITOR);
    }
}
