package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateSearchTest {
    @ParameterizedTest
    @ValueSource(doubles = {3, 49, 50, 51, 180, 2000})
    void endsWithinEightPercentBelowTheLimit(double limit) {
        double found = new RateSearch().highest(50, rate -> rate <= limit);

        assertThat(found).isLessThanOrEqualTo(limit).isGreaterThan(limit / 1.09);
    }

    @Test
    void goesUpByAQuarterUntilOneFails() {
        var tried = new ArrayList<Double>();

        new RateSearch()
                .highest(
                        100,
                        rate -> {
                            tried.add(rate);
                            return rate < 150;
                        });

        assertThat(tried).startsWith(100.0, 125.0, 156.25, 140.625);
    }

    @Test
    void serverThatFailsAlwaysGetsZero() {
        assertThat(new RateSearch().highest(50, rate -> false)).isZero();
    }
}
