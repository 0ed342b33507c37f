package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
    private static final double[] SHARES = {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1};

    @Test
    void percentilesAreThoseOfTheSortedListWithinOnePercent() {
        for (int round = 0; round < 200; round++) {
            long seed = new Random().nextLong();
            var random = new SplittableRandom(seed);
            var values = new long[1 + random.nextInt(3000)];
            Arrays.setAll(values, i -> anyDuration(random));
            var histogram = new Histogram();

            Arrays.stream(values).forEach(histogram::record);

            Arrays.sort(values);
            for (double share : SHARES) {
                long exact = values[(int) Math.ceil(share * values.length) - 1];
                assertThat(histogram.percentile(share))
                        .as("share %s, seed %d, round %d", share, seed, round)
                        .isCloseTo(exact, within(exact / 100));
            }
            assertThat(histogram.max()).isEqualTo(values[values.length - 1]);
        }
    }

    private static long anyDuration(RandomGenerator random) {
        return random.nextLong() >>> random.nextInt(2, 64);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 63, 64, 127})
    void shortDurationsAreExact(long micros) {
        var histogram = new Histogram();

        histogram.record(micros);
        histogram.record(200);

        assertThat(histogram.percentile(0.5)).isEqualTo(micros);
    }

    @Test
    void twoAddedAreLikeOneThatSawBoth() {
        var one = new Histogram();
        var other = new Histogram();
        var both = new Histogram();
        for (int i = 0; i < 1000; i++) {
            (i % 3 == 0 ? one : other).record(i * 17L);
            both.record(i * 17L);
        }

        one.add(other);

        assertThat(one.count()).isEqualTo(1000);
        assertThat(one.max()).isEqualTo(both.max());
        for (double share : SHARES) {
            assertThat(one.percentile(share)).isEqualTo(both.percentile(share));
        }
    }

    @Test
    void aClockThatWentBackCountsAsNoTimeAtAll() {
        var histogram = new Histogram();

        histogram.record(-5);

        assertThat(histogram.count()).isEqualTo(1);
        assertThat(histogram.percentile(1)).isZero();
    }

    @Test
    void theLongestOfAllDurationsFits() {
        var histogram = new Histogram();

        histogram.record(Long.MAX_VALUE);

        assertThat(histogram.max()).isEqualTo(Long.MAX_VALUE);
        assertThat(histogram.percentile(0.5))
                .isCloseTo(Long.MAX_VALUE, within(Long.MAX_VALUE / 100));
    }

    @Test
    void emptyOneSaysZero() {
        var histogram = new Histogram();

        assertThat(histogram.percentile(0.99)).isZero();
        assertThat(histogram.max()).isZero();
    }
}
