package dev.freshet.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.channel.SlowRule;
import dev.freshet.server.auth.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelSettingsTest {
    @TempDir Path directory;

    @Test
    void aSectionWithoutOptionsOffersNothingSpecial() throws Exception {
        var channels = channels("[freshet.channel.bench]\npattern = stream/bench/*\n");

        assertThat(channels)
                .containsExactly(
                        new ChannelSettings(
                                "bench",
                                "stream/bench/*",
                                Role.VIEWER,
                                null,
                                ChannelOptions.defaults()));
    }

    @Test
    void everyOptionIsRead() throws Exception {
        var channels =
                channels(
                        """
                        [freshet.channel.rooms]
                        pattern = stream/:room/chat
                        publish = Viewer
                        history_size = 100
                        history_ttl = 5m
                        history_meta_ttl = 2d
                        recovery = stream
                        positioned = true
                        presence = true
                        join_leave = true
                        delta = true
                        tags_filter = true
                        minimum_gap = 10ms
                        slow_rule = disconnect
                        """);

        assertThat(channels.getFirst().options())
                .isEqualTo(
                        ChannelOptions.builder()
                                .history(
                                        new HistoryOptions(
                                                100, Duration.ofMinutes(5), Duration.ofDays(2)))
                                .recovery(Recovery.STREAM)
                                .positioned(true)
                                .presence(true)
                                .joinLeave(true)
                                .delta(true)
                                .tagsFilter(true)
                                .minimumGap(Duration.ofMillis(10))
                                .build());
    }

    @ParameterizedTest
    @CsvSource({"disconnect, DISCONNECT", "drop_oldest, DROP_OLDEST", "conflate, CONFLATE"})
    void slowRulesAreRead(String text, SlowRule rule) throws Exception {
        var channels =
                channels("[freshet.channel.x]\npattern = stream/*\nslow_rule = " + text + "\n");

        assertThat(channels.getFirst().options().slowRule()).isEqualTo(rule);
    }

    @Test
    void recoveryImpliesPositions() throws Exception {
        var channels =
                channels(
                        """
                        [freshet.channel.x]
                        pattern = stream/*
                        history_size = 1
                        history_ttl = 1h
                        recovery = cache
                        """);

        assertThat(channels.getFirst().options().recovery()).isEqualTo(Recovery.CACHE);
        assertThat(channels.getFirst().options().positioned()).isTrue();
    }

    @Test
    void whatContradictsItselfIsReportedAtOnceWithItsLine() throws Exception {
        var problems =
                problems(
                        """
                        [freshet.channel.a]
                        pattern = stream/a/*
                        recovery = stream
                        positioned = true
                        [freshet.channel.b]
                        pattern = stream/b/*
                        history_size = 100
                        recovery = cache
                        [freshet.channel.c]
                        pattern = stream/c/*
                        history_ttl = 5m
                        [freshet.channel.d]
                        pattern = stream/d/*
                        history_size = 100
                        history_ttl = 8d
                        """);

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "3: [freshet.channel.a] recovery = stream needs publications to recover;"
                                + " write for example history_size = 100 and history_ttl = 5m.",
                        "4: [freshet.channel.a] positioned = true needs a history, which gives"
                            + " publications their positions; write for example history_size = 100"
                            + " and history_ttl = 5m.",
                        "7: [freshet.channel.b] history_size = 100 needs history_ttl; write for"
                                + " example history_ttl = 5m.",
                        "11: [freshet.channel.c] history_ttl = 5m needs history_size; write for"
                                + " example history_size = 100.",
                        "15: [freshet.channel.d] history_ttl = 8d is longer than history_meta_ttl,"
                            + " 7d, which would end the publications too; shorten it or lengthen"
                            + " history_meta_ttl.");
    }

    @Test
    void wrongValuesAreReportedAtOnceWithTheirLines() throws Exception {
        var problems =
                problems(
                        """
                        [freshet.channel.a]
                        pattern = stream/a/*
                        history_size = -1
                        history_ttl = 5
                        history_meta_ttl = 0
                        recovery = all
                        positioned = maybe
                        presence = maybe
                        join_leave = maybe
                        delta = fossil
                        tags_filter = maybe
                        minimum_gap = 2s
                        slow_rule = wait
                        history_siz = 3
                        """);

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "3: [freshet.channel.a] history_size = -1 is not between 0 and 1000000.",
                        "4: [freshet.channel.a] history_ttl = 5 is not a duration; write a number"
                            + " with ms, s, m, h, d, w, M (30 days) or y, for example 10s or 7d.",
                        "5: [freshet.channel.a] history_meta_ttl = 0 is not between 1s and 3650d.",
                        "6: [freshet.channel.a] recovery = all is not one of none, stream, cache.",
                        "7: [freshet.channel.a] positioned = maybe is neither true nor false.",
                        "8: [freshet.channel.a] presence = maybe is neither true nor false.",
                        "9: [freshet.channel.a] join_leave = maybe is neither true nor false.",
                        "10: [freshet.channel.a] delta = fossil is neither true nor false.",
                        "11: [freshet.channel.a] tags_filter = maybe is neither true nor false.",
                        "12: [freshet.channel.a] minimum_gap = 2s is not between 0 and 1s.",
                        "13: [freshet.channel.a] slow_rule = wait is not one of disconnect,"
                                + " drop_oldest, conflate.",
                        "14: [freshet.channel.a] history_siz is not known; did you mean"
                                + " history_size?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "stream/a", "stream/*/b", "stream//b", "stream/a/b c"})
    void aWrongPatternIsReportedWithItsLine(String pattern) throws Exception {
        var problems = problems("[freshet.channel.x]\npattern = " + pattern + "\n");

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst())
                .startsWith("2: [freshet.channel.x] pattern = " + pattern + " is wrong: ")
                .endsWith("; write for example stream/bench/*.");
    }

    @Test
    void patternsThatConflictAreReportedWithTheLineOfTheLaterOne() throws Exception {
        var problems =
                problems(
                        """
                        [freshet.channel.a]
                        pattern = stream/:a/cpu
                        [freshet.channel.b]
                        pattern = stream/metrics/:b
                        """);

        assertThat(problems)
                .containsExactly(
                        "4: [freshet.channel.b] pattern = stream/metrics/:b fits the same channels"
                                + " as stream/:a/cpu in [freshet.channel.a], and neither is more"
                                + " literal; make one more literal or remove it.");
    }

    private List<ChannelSettings> channels(String text) throws Exception {
        return load(text).settings().channels();
    }

    private List<String> problems(String text) {
        var invalid = catchThrowableOfType(InvalidConfig.class, () -> load(text));
        assertThat(invalid).isNotNull();
        return invalid.problems().stream()
                .map(problem -> problem.toString().replaceFirst("^.*custom\\.ini:", ""))
                .toList();
    }

    private LoadedConfig load(String text) throws IOException, InvalidConfig {
        var file = Files.writeString(directory.resolve("custom.ini"), text);
        return SettingsLoader.load(new ConfigSources(file, Map.of(), List.of()));
    }
}
