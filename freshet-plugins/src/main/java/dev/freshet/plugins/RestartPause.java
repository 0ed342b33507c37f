package dev.freshet.plugins;

import java.time.Duration;

/// How long to wait before a process is started again: 1 s, doubling to 30 s; from the beginning
/// after a minute of life. For one thread.
final class RestartPause {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LONG_LIFE = Duration.ofMinutes(1);

    private Duration next = FIRST;

    /// The pause after a process that has served for so long; zero for one that never did.
    Duration after(Duration life) {
        Duration pause = life.compareTo(LONG_LIFE) >= 0 ? FIRST : next;
        Duration doubled = pause.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return pause;
    }
}
