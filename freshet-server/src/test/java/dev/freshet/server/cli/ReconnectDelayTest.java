package dev.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReconnectDelayTest {
    private final ReconnectDelay delay = new ReconnectDelay(new SplittableRandom(7));

    @Test
    void delaysStayBetweenHalfASecondAndTwentySeconds() {
        for (int i = 0; i < 100; i++) {
            assertThat(delay.next()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(20));
        }
    }

    @Test
    void theFirstDelayIsShortAgainAfterASuccess() {
        for (int i = 0; i < 100; i++) {
            delay.next();
        }

        delay.reset();

        assertThat(delay.next()).isLessThan(Duration.ofSeconds(1));
    }
}
