package dev.freshet.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogThrottleTest {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock();
    private final LogThrottle throttle = new LogThrottle(clock, PAUSE, 3);

    @Test
    void oneLineOfAKeyIsLetThroughInEachPause() {
        assertThat(throttle.permit("a")).contains("");
        assertThat(throttle.permit("a")).isEmpty();
        clock.advance(PAUSE.minusMillis(1));
        assertThat(throttle.permit("a")).isEmpty();
    }

    @Test
    void theNextLineSaysHowManyWereLeftOut() {
        for (int i = 0; i < 8; i++) {
            throttle.permit("a");
        }

        clock.advance(PAUSE);

        assertThat(throttle.permit("a")).contains(" (7 more like this)");
        assertThat(throttle.permit("a")).isEmpty();
        clock.advance(PAUSE);
        assertThat(throttle.permit("a")).contains(" (1 more like this)");
        clock.advance(PAUSE);
        assertThat(throttle.permit("a")).contains("");
    }

    @Test
    void keysDoNotSilenceEachOther() {
        throttle.permit("a");

        assertThat(throttle.permit("b")).contains("");
    }

    @Test
    void tooManyKeysShareOneLineUntilOthersAreForgotten() {
        for (var key : new String[] {"a", "b", "c"}) {
            throttle.permit(key);
        }

        assertThat(throttle.permit("d")).contains("");
        assertThat(throttle.permit("e")).isEmpty();
        assertThat(throttle.permit("a")).isEmpty();
        clock.advance(PAUSE);
        assertThat(throttle.permit("e")).contains("");
        assertThat(throttle.permit("f")).contains("");
    }
}
