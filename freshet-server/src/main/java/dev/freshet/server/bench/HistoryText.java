package dev.freshet.server.bench;

import dev.freshet.server.bench.HistoryRun.Round;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Writes what a fan-out cost without and with history into a report.
final class HistoryText {
    private final Report report;

    HistoryText(Report report) {
        this.report = report;
    }

    Report report() {
        return report;
    }

    void connected(Connected without, Connected with) {
        report.row("connected", ready(without) + " without, " + ready(with) + " with history");
        report.endings("refused", "refused_by_reason", without.refusals());
        report.endings("refused", "refused_by_reason_with", with.refusals());
    }

    private static String ready(Connected connected) {
        return Amounts.count(connected.ready()) + " of " + Amounts.count(connected.asked());
    }

    /// @param rounds may be empty, after an interruption
    void write(List<Round> rounds) {
        for (int i = 0; i < rounds.size(); i++) {
            round(i + 1, rounds.get(i));
        }
        double without = microsPerDelivery(rounds, Round::without);
        double with = microsPerDelivery(rounds, Round::with);
        report.row("in all", costs(without, with))
                .value("server_cpu_us_per_delivery_without", without, 3)
                .value("server_cpu_us_per_delivery_with", with, 3)
                .value("cpu_ratio", with / without, 3)
                .value("rounds", rounds.stream().map(HistoryText::values).toList());
    }

    private void round(int number, Round round) {
        var both = List.of(round);
        report.row(
                "round " + number,
                costs(
                        microsPerDelivery(both, Round::without),
                        microsPerDelivery(both, Round::with)));
        figures("without", round.without());
        figures("with history", round.with());
    }

    private void figures(String which, Measurement measured) {
        report.row(
                "  " + which,
                Amounts.count(measured.deliveries())
                        + " delivered, "
                        + Amounts.count(measured.lost())
                        + " lost, p50 "
                        + Amounts.millis(measured.latency().percentile(0.5))
                        + ", p99 "
                        + Amounts.millis(measured.latency().percentile(0.99))
                        + "; others on this machine "
                        + Amounts.seconds(measured.cost().otherCpuSeconds().orElse(0)));
    }

    private static String costs(double without, double with) {
        return String.format(
                Locale.ROOT,
                "%.2f µs of server CPU per delivery without, %.2f µs with history: %.2f times",
                without,
                with,
                with / without);
    }

    private static double microsPerDelivery(List<Round> rounds, Function<Round, Measurement> side) {
        double cpu = 0;
        long deliveries = 0;
        for (var round : rounds) {
            var measured = side.apply(round);
            cpu += measured.cost().serverCpuSeconds().orElse(Double.NaN);
            deliveries += measured.deliveries();
        }
        return cpu * 1e6 / deliveries;
    }

    private static Map<String, Object> values(Round round) {
        return new Report()
                .value("without", values(round.without()))
                .value("with", values(round.with()))
                .values();
    }

    /// The same values as of one fan-out.
    private static Map<String, Object> values(Measurement measured) {
        var values = new Report();
        if (measured.round() != null) {
            new DeliveryText(values).write(measured, measured.round());
        }
        new CostText(values).cpu(measured);
        return values.values();
    }
}
