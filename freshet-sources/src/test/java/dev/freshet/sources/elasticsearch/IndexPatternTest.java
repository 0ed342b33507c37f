package dev.freshet.sources.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexPatternTest {
    private static final Instant END = Instant.parse("2027-01-01T00:30:00Z");

    private static String path(String text, String interval, Duration length) throws Exception {
        return IndexPattern.of(text, interval, "Test").path(new TimeRange(END.minus(length), END));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[log-]YYYY.MM.DD.HH; Hourly; log-2026.12.31.23,log-2027.01.01.00",
                "[log-]YYYY.MM.DD; Daily; log-2026.12.31,log-2027.01.01",
                "[log-]GGGG.WW; weekly; log-2026.53",
                "YYYY-MM; Monthly; 2026-12,2027-01",
                "[a]YYYY[b]; Yearly; a2026b,a2027b"
            })
    void namesCoverTheRange(String text, String interval, String names) throws Exception {
        assertThat(path(text, interval, Duration.ofHours(1))).isEqualTo(names);
    }

    @Test
    void namesWithoutIntervalAreAlwaysTheSame() throws Exception {
        assertThat(path("logs-*,other", "", Duration.ofHours(1))).isEqualTo("logs-*,other");
        assertThat(path("", "", Duration.ofHours(1))).isEqualTo("*");
        assertThat(path("<logs-{now/d}>", "", Duration.ofHours(1)))
                .isEqualTo("%3Clogs-%7Bnow%2Fd%7D%3E");
    }

    @Test
    void longListsAreShortened() throws Exception {
        var names = path("[log-]YYYY.MM.DD.HH", "Hourly", Duration.ofDays(60));

        assertThat(names).startsWith("log-2026.11.02.*,").endsWith(",log-2027.01.01.*");
        assertThat(path("[log-]YYYY.MM.DD.HH", "Hourly", Duration.ofDays(700)))
                .startsWith("log-2025.01.*.*,");
    }
}
