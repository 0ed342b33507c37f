package dev.freshet.server.bench;

import java.util.List;
import java.util.Locale;

/// Writes what CPU and memory were used into a report.
final class CostText {
    private final Report report;

    CostText(Report report) {
        this.report = report;
    }

    void write(Measurement measured, Connected connected) {
        cpu(measured);
        memory(measured, connected);
    }

    void writeOverTime(MemoryTrend memory) {
        var samples = memory.samples();
        if (samples.isEmpty()) {
            return;
        }
        report.row(
                        "memory over time",
                        memory.verdict().words()
                                + ": the line through "
                                + Amounts.count(memory.span())
                                + " s after the warm-up rises by "
                                + Amounts.mebibytes(Math.round(memory.growth())))
                .value("memory_verdict", memory.verdict().name().toLowerCase(Locale.ROOT))
                .value("memory_growth_bytes", Math.round(memory.growth()))
                .value("memory_growth_over_s", memory.span(), 0)
                .value(
                        "memory_samples",
                        samples.stream()
                                .map(each -> List.of((long) each.x(), (long) each.y()))
                                .toList());
    }

    void cpu(Measurement measured) {
        var cost = measured.cost();
        cost.serverCpuSeconds()
                .ifPresent(seconds -> {
                    var text = Amounts.seconds(seconds) + " of CPU";
                    double cores = seconds / cost.seconds();
                    report.value("server_cpu_s", seconds, 2).value("server_cores", cores, 3);
                    text += String.format(Locale.ROOT, " (%.2f cores)", cores);
                    if (measured.deliveriesPerServerCpuSecond().isPresent()
                            && measured.round() != null) {
                        double each = measured.deliveriesPerServerCpuSecond().getAsDouble();
                        text += ", " + Amounts.count(each) + " deliveries per CPU second";
                        report.value("deliveries_per_server_cpu_s", each, 0);
                    }
                    report.row("server", text);
                });
        report.row("load driver", Amounts.seconds(cost.ownCpuSeconds()) + " of CPU" + others(cost))
                .value("own_cpu_s", cost.ownCpuSeconds(), 3);
        cost.otherCpuSeconds().ifPresent(other -> report.value("other_cpu_s", other, 2));
    }

    private static String others(Cost cost) {
        var other = cost.otherCpuSeconds();
        return other.isEmpty()
                ? ""
                : "; others on this machine " + Amounts.seconds(other.getAsDouble());
    }

    private void memory(Measurement measured, Connected connected) {
        var before = connected.cost().before();
        var idle = measured.cost().before();
        var after = measured.cost().after();
        if (before == null || idle == null || after == null) {
            return;
        }
        long perConnection =
                measured.round() == null ? after.residentBytes() : idle.residentBytes();
        var each = connected.bytesEach(perConnection);
        report.row(
                        "server memory",
                        Amounts.mebibytes(before.residentBytes())
                                + " before, "
                                + Amounts.mebibytes(idle.residentBytes())
                                + " connected, "
                                + Amounts.mebibytes(after.residentBytes())
                                + " after, "
                                + Amounts.mebibytes(after.peakBytes())
                                + " at most"
                                + (each.isEmpty()
                                        ? ""
                                        : "; "
                                                + Amounts.count(each.getAsLong())
                                                + " bytes per connection"))
                .value("server_rss_before", before.residentBytes())
                .value("server_rss_conns", idle.residentBytes())
                .value("server_rss_after", after.residentBytes())
                .value("server_rss_peak", after.peakBytes());
        each.ifPresent(bytes -> report.value("rss_bytes_per_conn", bytes));
    }
}
