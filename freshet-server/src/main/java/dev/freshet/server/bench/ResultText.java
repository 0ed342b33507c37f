package dev.freshet.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes what was measured into a report. The names are those of the generator that the documented
/// figures were made with, so that both can be read by the same scripts.
final class ResultText {
    private final Report report = new Report();

    ResultText(Scenario scenario, Target target, LoadPlan plan) {
        report.heading(scenario + " on " + target);
        report.value("scenario", scenario.toString())
                .value("conns_asked", plan.connections())
                .value("channels", plan.channels())
                .value("payload", plan.payload());
    }

    Report report() {
        return report;
    }

    ResultText connected(Connected connected) {
        var text = new ArrayList<String>();
        text.add(
                Amounts.count(connected.ready())
                        + " of "
                        + Amounts.count(connected.asked())
                        + " in "
                        + Amounts.seconds(connected.seconds()));
        text.add(Amounts.count(connected.perSecond()) + "/s");
        report.value("conns", connected.ready())
                .value("conns_failed", connected.asked() - connected.ready())
                .value("connect_rate_per_s", connected.perSecond(), 0);
        connected
                .serverMicrosEach()
                .ifPresent(micros -> {
                    text.add(Amounts.count(micros) + " µs of server CPU each");
                    report.value("connect_cpu_us_per_conn", micros, 1);
                });
        report.row("connected", String.join(", ", text));
        endings("refused", "refused_by_reason", connected.refusals());
        return this;
    }

    ResultText measured(Measurement measured, Connected connected) {
        if (measured.round() != null) {
            published(measured.round());
            delivered(measured);
            latency(measured);
        }
        cpu(measured);
        memory(measured, connected);
        report.row("pings answered", Amounts.count(measured.pings()))
                .value("pings_answered", measured.pings());
        long closed = measured.closures().values().stream().mapToLong(Long::longValue).sum();
        report.row("closed by server", Amounts.count(closed)).value("conns_closed", closed);
        endings("", "closed_by_code", measured.closures());
        return this;
    }

    ResultText visited(Visitors visitors) {
        report.row("visitors", Amounts.count(visitors.welcomed()) + " came and went")
                .value("visitors", visitors.welcomed())
                .value("visitors_refused", visitors.refusals().total());
        endings("not welcomed", "visitors_refused_by_reason", visitors.refusals().toMap());
        return this;
    }

    ResultText memoryOverTime(MemoryTrend memory) {
        var samples = memory.samples();
        if (samples.isEmpty()) {
            return this;
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
        return this;
    }

    private void published(PublishingRound round) {
        double reached = round.accepted() / Math.max(round.seconds(), 1e-9);
        long refused = round.refusals().total();
        var asked =
                round.rate() < 0 ? "as fast as possible" : Amounts.rate(round.rate()) + " asked";
        report.row(
                        "published",
                        Amounts.count(round.accepted())
                                + " at "
                                + Amounts.rate(reached)
                                + "/s ("
                                + asked
                                + "), answered in p50 "
                                + Amounts.millis(round.times().percentile(0.5))
                                + ", p99 "
                                + Amounts.millis(round.times().percentile(0.99)))
                .value("rate_asked", round.rate())
                .value("published", round.accepted())
                .value("publish_rate", reached, 1)
                .value("publish_failed", refused)
                .value("publish_late_ms_max", round.mostLate() / 1e6, 2)
                .value("publish_ms_p50", round.times().percentile(0.5) / 1e3, 3)
                .value("publish_ms_p99", round.times().percentile(0.99) / 1e3, 3);
        endings("not published", "publish_failed_by_reason", round.refusals().toMap());
    }

    private void delivered(Measurement measured) {
        report.row(
                        "delivered",
                        Amounts.count(measured.deliveries())
                                + " of "
                                + Amounts.count(measured.expected())
                                + " in "
                                + Amounts.seconds(measured.seconds())
                                + ", "
                                + Amounts.rate(measured.deliveriesPerSecond())
                                + "/s")
                .row("lost", Amounts.count(measured.lost()) + foreign(measured))
                .value("deliveries", measured.deliveries())
                .value("expected", measured.expected())
                .value("lost", measured.lost())
                .value("measured_secs", measured.seconds(), 3)
                .value("deliveries_per_s", measured.deliveriesPerSecond(), 0);
    }

    private static String foreign(Measurement measured) {
        return measured.lost() >= 0
                ? ""
                : " (more came than were published here: somebody else publishes into these"
                        + " channels, or the server repeats itself)";
    }

    private void latency(Measurement measured) {
        var latency = measured.latency();
        report.row(
                        "latency",
                        "p50 "
                                + Amounts.millis(latency.percentile(0.5))
                                + ", p90 "
                                + Amounts.millis(latency.percentile(0.9))
                                + ", p99 "
                                + Amounts.millis(latency.percentile(0.99))
                                + ", max "
                                + Amounts.millis(latency.max()))
                .value("latency_ms_p50", latency.percentile(0.5) / 1e3, 3)
                .value("latency_ms_p90", latency.percentile(0.9) / 1e3, 3)
                .value("latency_ms_p99", latency.percentile(0.99) / 1e3, 3)
                .value("latency_ms_max", latency.max() / 1e3, 3)
                .value("latency_samples", latency.count())
                .value("samples_without_time", measured.withoutTime());
    }

    private void cpu(Measurement measured) {
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

    private void endings(String label, String name, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return;
        }
        List<String> rows = new ArrayList<>();
        counts.forEach((how, count) -> rows.add(Amounts.count(count) + " × " + how));
        for (int i = 0; i < rows.size(); i++) {
            report.row(i == 0 ? label : "", rows.get(i));
        }
        report.value(name, counts);
    }
}
