package dev.freshet.sources.sql;

import static dev.freshet.sources.sql.Asking.at;
import static dev.freshet.sources.sql.Asking.nanos;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.sources.upstream.TimeValues;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class TimesTest {
    @Test
    void textsAreReadAsDatabasesWriteThem() {
        for (var text :
                new String[] {
                    "2026-11-25 10:00",
                    "2026-11-25 10:00:00",
                    "2026-11-25T10:00:00.000Z",
                    "2026-11-25 11:00:00 +01:00",
                    " 2026-11-25T10:00:00+00:00 "
                }) {
            assertThat(Times.nanos(text)).as(text).isEqualTo(nanos("10:00"));
        }
        assertThat(Times.nanos("2026-11-25")).isEqualTo(nanos("00:00"));
        assertThat(Times.nanos("tomorrow")).isNull();
        assertThat(Times.nanos("1234567890")).isNull();
    }

    @Test
    void theUnitOfANumberIsToldByItsSize() {
        assertThat(TimeValues.ofEpoch(1_764_064_800)).isEqualTo(1_764_064_800_000_000_000L);
        assertThat(TimeValues.ofEpoch(1_764_064_800.25)).isEqualTo(1_764_064_800_250_000_000L);
        assertThat(TimeValues.ofEpoch(1_764_064_800_000L)).isEqualTo(1_764_064_800_000_000_000L);
        assertThat(TimeValues.ofEpoch(1_764_064_800_000_000L))
                .isEqualTo(1_764_064_800_000_000_000L);
        assertThat(TimeValues.ofEpoch(1_764_064_800_000_000_001L))
                .isEqualTo(1_764_064_800_000_000_001L);
        assertThat(TimeValues.ofEpoch(0)).isEqualTo(0);
        assertThat(TimeValues.ofEpoch(1e300)).isNull();
        assertThat(TimeValues.ofEpoch(Double.NaN)).isNull();
    }

    @Test
    void timesThatDoNotFitAreNone() {
        assertThat(Times.nanos(LocalDateTime.MAX)).isNull();
        assertThat(Times.nanos(LocalDateTime.MIN)).isNull();
    }

    @Test
    void literalsAreRoundedUpSoThatNoRowBeforeThemIsLetThrough() {
        assertThat(Times.micros(at("10:00:00.000000001"))).isEqualTo("2026-11-25 10:00:00.000001");
        assertThat(Times.micros(at("10:00"))).isEqualTo("2026-11-25 10:00:00.000000");
        assertThat(Times.millis(at("10:00:00.0001"))).isEqualTo("2026-11-25 10:00:00.001");
        assertThat(Times.seconds(at("10:00:00.5"))).isEqualTo("1795600800.5");
    }
}
