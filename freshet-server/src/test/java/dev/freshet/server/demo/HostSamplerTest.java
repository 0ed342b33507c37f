package dev.freshet.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.push.FrameFormat;
import dev.freshet.server.push.FramesFromLines;
import dev.freshet.server.push.PushOptions;
import dev.freshet.server.push.PushResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import oshi.SystemInfo;

/// Reads the machine that runs the test.
class HostSamplerTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final HostSampler sampler = HostSampler.of(new SystemInfo());

    private static PushResult parsed(String lines) {
        var body = lines.getBytes(StandardCharsets.UTF_8);
        return new FramesFromLines()
                .convert(
                        body, 0, body.length, PushOptions.of(FrameFormat.LABELS_COLUMN, "host", 0));
    }

    private static List<String> measurements(String lines) {
        return lines.lines().map(line -> line.split("[, ]", 2)[0]).distinct().toList();
    }

    @Test
    void everyLineIsGoodLineProtocolAtTheGivenTime() {
        var lines = sampler.lines(NOW);

        var result = parsed(lines);

        assertThat(result.errors()).isEmpty();
        assertThat(result.badLines()).isZero();
        assertThat(result.lines()).isEqualTo((int) lines.lines().count()).isPositive();
        assertThat(lines.lines()).allMatch(line -> line.endsWith(" 1769860800000000000"));
    }

    @Test
    void memoryIsThereAtOnceAndRatesNeedASecondReading() {
        var first = measurements(sampler.lines(NOW));

        assertThat(first).contains("mem").doesNotContain("net", "diskio");
    }

    @Test
    void aRateIsTheGrowthPerSecondBetweenTwoReadings() {
        var rates = new CounterRates();

        assertThat(rates.rate("eth0 in", 1_000, 10_000)).isEqualTo(-1);
        assertThat(rates.rate("eth0 in", 4_000, 12_000)).isEqualTo(1_500);
        assertThat(rates.rate("eth1 in", 4_000, 12_000)).as("another counter").isEqualTo(-1);
    }

    @Test
    void afterAResetTheNextReadingIsTheFirst() {
        var rates = new CounterRates();
        rates.rate("eth0 in", 5_000, 10_000);

        assertThat(rates.rate("eth0 in", 100, 11_000)).isEqualTo(-1);
        assertThat(rates.rate("eth0 in", 200, 12_000)).isEqualTo(100);
    }

    @Test
    void twoReadingsAtTheSameTimeGiveNoRate() {
        var rates = new CounterRates();
        rates.rate("eth0 in", 5_000, 10_000);

        assertThat(rates.rate("eth0 in", 6_000, 10_000)).isEqualTo(-1);
    }

    // C:\\ was written as two backslashes, of which the second one escaped what came next.
    @ParameterizedTest
    @ValueSource(strings = {"/", "/mnt/a b,c=d", "C:\\", "C:\\a\\,b", "a\nb", "", "\\"})
    void whateverADeviceIsCalledItsLineIsGood(String name) {
        var text = new LineText(NOW);
        text.line("disk").tag("path", name).field("free", 1L).field("used", 0.5).end();

        var result = parsed(text.toString());

        assertThat(result.errors()).isEmpty();
        assertThat(result.lines()).isOne();
    }
}
