package dev.freshet.server.pluginstream;

import java.time.Duration;

/// How long to wait before a failed stream is run again: 100 ms, doubled by every run that fails
/// fast, at most 5 s (`spec/grafana-live.md` §6.3, whose first delay of zero is one of its
/// defects).
final class RestartDelay {
    private static final Duration FAST_FAILURE = Duration.ofMillis(100);
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Duration next = FIRST;

    Duration after(Duration run) {
        if (run.compareTo(FAST_FAILURE) >= 0) {
            next = FIRST;
        }
        var delay = next;
        var doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return delay;
    }
}
