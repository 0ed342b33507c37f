package dev.freshet.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TestClock;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final TestClock clock = new TestClock();
    private final LoginThrottle throttle = new LoginThrottle(clock, true);

    @Test
    void theSixthAttemptForALoginWaitsUntilTheFirstIsFiveMinutesOld() {
        for (int i = 0; i < 5; i++) {
            assertThat(throttle.begin("admin", address("192.0.2." + i))).isZero();
            clock.advance(Duration.ofSeconds(10));
        }

        assertThat(throttle.begin("ADMIN", address("192.0.2.9")))
                .isEqualTo(Duration.ofSeconds(250));
        assertThat(throttle.begin("other", address("192.0.2.9"))).isZero();
        clock.advance(Duration.ofSeconds(250));
        assertThat(throttle.begin("admin", address("192.0.2.9"))).isZero();
        assertThat(throttle.begin("admin", address("192.0.2.9"))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void manyLoginsFromOneAddressAreSlowedDown() {
        for (int i = 0; i < 50; i++) {
            assertThat(throttle.begin("user" + i, address("192.0.2.1"))).isZero();
        }

        assertThat(throttle.begin("user51", address("192.0.2.1"))).isPositive();
        assertThat(throttle.begin("user51", address("192.0.2.2"))).isZero();
    }

    @Test
    void aNetworkOfVersionSixIsOneAddress() {
        for (int i = 0; i < 50; i++) {
            assertThat(throttle.begin("user" + i, address("2001:db8:0:1::" + i))).isZero();
        }

        assertThat(throttle.begin("user51", address("2001:db8:0:1:ffff::1"))).isPositive();
        assertThat(throttle.begin("user51", address("2001:db8:0:2::1"))).isZero();
    }

    @Test
    void successClearsTheLoginButNotTheOthersOfTheAddress() {
        for (int i = 0; i < 49; i++) {
            throttle.begin("user" + i % 10, address("192.0.2.1"));
        }
        assertThat(throttle.begin("user9", address("192.0.2.1"))).isZero();

        throttle.succeeded("user9", address("192.0.2.1"));

        assertThat(throttle.begin("user9", address("192.0.2.1"))).isZero();
        assertThat(throttle.begin("fresh", address("192.0.2.1"))).isPositive();
    }

    @Test
    void whatWasNotLookedAtDoesNotCount() {
        for (int i = 0; i < 100; i++) {
            assertThat(throttle.begin("admin", address("192.0.2.1"))).isZero();
            throttle.withdrawn("admin", address("192.0.2.1"));
        }
    }

    @Test
    void switchedOffItLetsEverybodyGuess() {
        var off = new LoginThrottle(clock, false);

        for (int i = 0; i < 100; i++) {
            assertThat(off.begin("admin", address("192.0.2.1"))).isZero();
        }
    }

    private static InetSocketAddress address(String text) {
        return new InetSocketAddress(text, 40000);
    }
}
