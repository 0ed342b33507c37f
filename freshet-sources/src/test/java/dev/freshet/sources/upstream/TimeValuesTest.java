package dev.freshet.sources.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TimeValuesTest {
    /// Writing out the zeros of such a number took minutes and hundreds of megabytes.
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void numbersOfManyDigitsCostNothing() {
        assertThat(TimeValues.ofEpoch(new BigDecimal("1e-600000000"), 3)).isEqualTo(0);
        assertThat(TimeValues.ofEpoch(new BigDecimal("-1e-600000000"))).isEqualTo(-1);
        assertThat(TimeValues.ofEpoch(new BigDecimal("1e600000000"), 3)).isNull();
    }
}
