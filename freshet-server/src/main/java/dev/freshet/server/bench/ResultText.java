package dev.freshet.server.bench;

import java.util.ArrayList;

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
        report.endings("refused", "refused_by_reason", connected.refusals());
        return this;
    }

    ResultText measured(Measurement measured, Connected connected) {
        var round = measured.round();
        if (round != null) {
            new DeliveryText(report).write(measured, round);
        }
        new CostText(report).write(measured, connected);
        report.row("pings answered", Amounts.count(measured.pings()))
                .value("pings_answered", measured.pings());
        long closed = measured.closures().values().stream().mapToLong(Long::longValue).sum();
        report.row("closed by server", Amounts.count(closed)).value("conns_closed", closed);
        report.endings("", "closed_by_code", measured.closures());
        return this;
    }

    ResultText visited(Visitors visitors) {
        report.row("visitors", Amounts.count(visitors.welcomed()) + " came and went")
                .value("visitors", visitors.welcomed())
                .value("visitors_refused", visitors.refusals().total());
        report.endings("not welcomed", "visitors_refused_by_reason", visitors.refusals().toMap());
        return this;
    }

    ResultText memoryOverTime(MemoryTrend memory) {
        new CostText(report).writeOverTime(memory);
        return this;
    }
}
