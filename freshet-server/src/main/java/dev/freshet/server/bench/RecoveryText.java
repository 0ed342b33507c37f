package dev.freshet.server.bench;

import java.util.Locale;

/// Writes what recovering clients were given, and what it did to others, into a report.
final class RecoveryText {
    private static final double PERCENT = 100;

    private final Report report;

    RecoveryText(Report report) {
        this.report = report;
    }

    /// @param before those who stayed, by themselves
    /// @param meanwhile the same while the others came back
    void write(Recovery recovery, Connected connected, Measurement before, Measurement meanwhile) {
        recovered(recovery, connected);
        live("live before", "live_before", before);
        live("live meanwhile", "live", meanwhile);
        cost(connected.cost());
        long closed = meanwhile.closures().values().stream().mapToLong(Long::longValue).sum();
        report.row("closed by server", Amounts.count(closed)).value("conns_closed", closed);
        report.endings("", "closed_by_code", meanwhile.closures());
    }

    private void recovered(Recovery recovery, Connected connected) {
        long asked = connected.asked();
        double share = (double) recovery.complete() / asked;
        report.row(
                        "recovered",
                        Amounts.count(recovery.complete())
                                + " of "
                                + Amounts.count(asked)
                                + String.format(Locale.ROOT, " (%.2f %%), ", share * PERCENT)
                                + Amounts.count(recovery.publications())
                                + " of "
                                + Amounts.count(asked * recovery.missed())
                                + " publications")
                .value("recovered", recovery.complete())
                .value("recovered_share", share, 4)
                .value("publications_recovered", recovery.publications())
                .value("publications_missed", asked * recovery.missed());
        if (recovery.complete() < connected.ready()) {
            report.row(
                    "",
                    "the others were not given all: does the channels' history_size allow for "
                            + Amounts.count(recovery.missed())
                            + " publications?");
        }
    }

    private void live(String label, String name, Measurement measured) {
        var latency = measured.latency();
        report.row(
                        label,
                        "p50 "
                                + Amounts.millis(latency.percentile(0.5))
                                + ", p99 "
                                + Amounts.millis(latency.percentile(0.99))
                                + ", max "
                                + Amounts.millis(latency.max())
                                + "; "
                                + Amounts.count(measured.deliveries())
                                + " delivered, "
                                + Amounts.count(measured.lost())
                                + " lost")
                .value(name + "_latency_ms_p50", latency.percentile(0.5) / 1e3, 3)
                .value(name + "_latency_ms_p99", latency.percentile(0.99) / 1e3, 3)
                .value(name + "_latency_ms_max", latency.max() / 1e3, 3)
                .value(name + "_deliveries", measured.deliveries())
                .value(name + "_lost", measured.lost());
    }

    private void cost(Cost cost) {
        var other = cost.otherCpuSeconds();
        report.row(
                        "load driver",
                        Amounts.seconds(cost.ownCpuSeconds())
                                + " of CPU"
                                + (other.isEmpty()
                                        ? ""
                                        : "; others on this machine "
                                                + Amounts.seconds(other.getAsDouble())))
                .value("own_cpu_s", cost.ownCpuSeconds(), 3);
        other.ifPresent(seconds -> report.value("other_cpu_s", seconds, 2));
        var before = cost.before();
        var after = cost.after();
        if (before != null && after != null) {
            report.row(
                            "server memory",
                            Amounts.mebibytes(before.residentBytes())
                                    + " before, "
                                    + Amounts.mebibytes(after.residentBytes())
                                    + " after")
                    .value("server_rss_before", before.residentBytes())
                    .value("server_rss_after", after.residentBytes());
        }
    }
}
