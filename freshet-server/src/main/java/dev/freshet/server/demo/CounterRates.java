package dev.freshet.server.demo;

import java.util.HashMap;
import java.util.Map;

/// How fast counters grow, from one reading to the next. One thread.
final class CounterRates {
    /// A counter's value and when it was read, in milliseconds.
    private record Reading(long value, long millis) {}

    private final Map<String, Reading> before = new HashMap<>();

    /// The counter's growth per second; -1 with the first reading, and after a reset.
    double rate(String counter, long value, long millis) {
        var last = before.put(counter, new Reading(value, millis));
        return last == null || millis <= last.millis() || value < last.value()
                ? -1
                : 1000.0 * (value - last.value()) / (millis - last.millis());
    }
}
