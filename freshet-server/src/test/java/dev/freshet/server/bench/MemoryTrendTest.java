package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.server.bench.MemoryTrend.Verdict;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class MemoryTrendTest {
    private static final long MIB = 1024 * 1024;

    @Test
    void steadyRiseIsGrowth() {
        var trend = trend(i -> 200 * MIB + i * MIB / 4);

        assertThat(trend.verdict()).isEqualTo(Verdict.GREW);
        assertThat(trend.growth()).isCloseTo(134 * MIB / 4.0, within(1.0 * MIB));
    }

    @Test
    void noiseAboutALevelIsNoGrowth() {
        var random = new SplittableRandom(7);

        assertThat(trend(i -> 200 * MIB + random.nextLong(20 * MIB)).verdict())
                .isEqualTo(Verdict.STEADY);
    }

    @Test
    void riseWhileTheServerWarmsUpIsNoGrowth() {
        assertThat(trend(i -> 100 * MIB + Math.min(i, 40) * 2L * MIB).verdict())
                .isEqualTo(Verdict.STEADY);
    }

    @Test
    void shrinkingIsNoGrowth() {
        assertThat(trend(i -> 400 * MIB - i * MIB).verdict()).isEqualTo(Verdict.STEADY);
    }

    @Test
    void fewSamplesSayNothing() {
        var trend = new MemoryTrend();
        trend.add(1, 100);
        trend.add(2, 200);

        assertThat(trend.verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void fittedLineIsTheOneThatThePointsLieOn() {
        var fit =
                LinearFit.of(
                        List.of(
                                new LinearFit.Point(1, 5),
                                new LinearFit.Point(2, 7),
                                new LinearFit.Point(5, 13)));

        assertThat(fit.slope()).isCloseTo(2, within(1e-9));
        assertThat(fit.slopeError()).isCloseTo(0, within(1e-9));
    }

    private static MemoryTrend trend(IntToLongFunction bytes) {
        var trend = new MemoryTrend();
        for (int i = 0; i < 180; i++) {
            trend.add(i * 10.0, bytes.applyAsLong(i));
        }
        return trend;
    }
}
