package dev.freshet.server.bench;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A line every second, or less often, while a load runs: connections up, deliveries a second, p99
/// so far.
final class Progress {
    private final @Nullable PrintWriter out;
    private final int interval;
    private @Nullable Reception reception;
    private String phase = "connecting";
    private int seconds;
    private long deliveriesBefore;

    /// @param out null to print nothing
    /// @param interval seconds between two lines
    Progress(@Nullable PrintWriter out, int interval) {
        this.out = out;
        this.interval = interval;
    }

    void watch(Reception watched) {
        reception = watched;
    }

    void phase(String name) {
        phase = name;
    }

    /// Prints the line when it is time; to be called once a second.
    void tick() {
        seconds++;
        if (out == null || reception == null || seconds % interval != 0) {
            return;
        }
        long deliveries = reception.deliveries();
        var latency = reception.latency();
        out.printf(
                Locale.ROOT,
                "%4d s  %-10s  %,7d connected  %,10d deliveries/s%s%n",
                seconds,
                phase,
                reception.subscriptions().open(),
                (deliveries - deliveriesBefore) / interval,
                latency.count() == 0
                        ? ""
                        : "  p99 " + Amounts.millis(latency.percentile(0.99)) + " so far");
        out.flush();
        deliveriesBefore = deliveries;
    }
}
