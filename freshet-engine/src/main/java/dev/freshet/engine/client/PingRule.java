package dev.freshet.engine.client;

import java.time.Duration;

/// How a connection is kept alive (§7).
///
/// @param interval between pings; zero for none
/// @param pongTimeout from a ping to its pong, shorter than the interval; zero for no check
public record PingRule(Duration interval, Duration pongTimeout) {
    public static final PingRule DEFAULT =
            new PingRule(Duration.ofSeconds(25), Duration.ofSeconds(10));
    public static final PingRule NONE = new PingRule(Duration.ZERO, Duration.ZERO);

    public PingRule {
        if (!interval.isZero() && pongTimeout.compareTo(interval) >= 0) {
            throw new IllegalArgumentException(
                    "pongTimeout is "
                            + pongTimeout
                            + "; it must be shorter than the ping interval, "
                            + interval);
        }
    }

    /// True when the server pings at all.
    public boolean isOn() {
        return !interval.isZero();
    }
}
