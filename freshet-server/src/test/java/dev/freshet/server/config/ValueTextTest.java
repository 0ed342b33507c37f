package dev.freshet.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "10s, PT10S",
        "250ms, PT0.25S",
        "5m, PT5M",
        "1h30m, PT1H30M",
        "7d, P7D",
        "2w, P14D",
        "1M, P30D",
        "1y, P365D",
    })
    void durationsAreReadAsGrafanaWritesThem(String text, Duration expected) {
        assertThat(DurationText.parse(text)).isEqualTo(expected);
        assertThat(DurationText.parse(DurationText.print(expected))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "s",
                "10 s",
                "-1s",
                "1.5h",
                "1x",
                "10S",
                "1s2",
                "999999999999y",
                "99999999999999999999s",
                "１s"
            })
    void otherDurationsAreRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("not a duration.*example.*|longer than 100 years");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1, -1",
        "65536, 65536",
        "64KiB, 65536",
        "8MiB, 8388608",
        "8 MB, 8000000",
        "1gib, 1073741824",
        "12B, 12",
    })
    void sizesAreReadWithAndWithoutUnit(String text, long expected) {
        assertThat(ByteSizeText.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KiB", "1K", "1.5MiB", "8 M B", "0x10", "999999999999999GiB"})
    void otherSizesAreRefused(String text) {
        assertThatThrownBy(() -> ByteSizeText.parse(text))
                .isExactlyInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSecretIsNotPrinted() {
        assertThat(new Secret("hunter2").toString()).doesNotContain("hunter2").isNotEmpty();
        assertThat(Secret.NONE.toString()).isEmpty();
    }
}
