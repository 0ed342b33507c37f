package dev.freshet.sources.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    @Test
    void readsWhatPanelsWrite() {
        assertThat(Intervals.parse("15s")).contains(Duration.ofSeconds(15));
        assertThat(Intervals.parse("500ms")).contains(Duration.ofMillis(500));
        assertThat(Intervals.parse("2w")).contains(Duration.ofDays(14));
        assertThat(Intervals.parse("auto")).isEmpty();
        assertThat(Intervals.parse("-5s")).isEmpty();
        assertThat(Intervals.parse("99999999999s")).isEmpty();
    }

    @Test
    void writesTheLargestExactUnit() {
        assertThat(Intervals.text(Duration.ofSeconds(90))).isEqualTo("90s");
        assertThat(Intervals.text(Duration.ofHours(24))).isEqualTo("1d");
        assertThat(Intervals.text(Duration.ofMillis(1500))).isEqualTo("1500ms");
    }
}
