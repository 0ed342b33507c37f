package dev.freshet.sources.elasticsearch;

import dev.freshet.sources.upstream.Intervals;
import java.time.Duration;

/// Replaces what a query says about the panel: `$__interval`, `$__interval_ms`, `$__auto`.
record Macros(Duration interval) {
    String replace(String text) {
        return text.replace("$__interval_ms", String.valueOf(interval.toMillis()))
                .replace("${__interval_ms}", String.valueOf(interval.toMillis()))
                .replace("$__interval", Intervals.text(interval))
                .replace("${__interval}", Intervals.text(interval))
                .replace("$__auto", Intervals.text(interval))
                .replace("${__auto}", Intervals.text(interval));
    }
}
