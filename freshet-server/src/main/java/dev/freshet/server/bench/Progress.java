package dev.freshet.server.bench;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A line every second while a load runs: connections up, deliveries in that second, p99 so far.
final class Progress {
    private final @Nullable PrintWriter out;
    private @Nullable Reception reception;
    private String phase = "connecting";
    private int seconds;
    private long deliveriesBefore;

    /// @param out null to print nothing
    Progress(@Nullable PrintWriter out) {
        this.out = out;
    }

    void watch(Reception watched) {
        reception = watched;
    }

    void phase(String name) {
        phase = name;
    }

    /// Prints the line; to be called once a second.
    void tick() {
        seconds++;
        if (out == null || reception == null) {
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
                deliveries - deliveriesBefore,
                latency.count() == 0
                        ? ""
                        : "  p99 " + Amounts.millis(latency.percentile(0.99)) + " so far");
        out.flush();
        deliveriesBefore = deliveries;
    }

    /// Prints a remark between the lines.
    void say(String remark) {
        if (out != null) {
            out.println(remark);
            out.flush();
        }
    }
}
