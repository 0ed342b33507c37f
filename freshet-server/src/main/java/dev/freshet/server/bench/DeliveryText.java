package dev.freshet.server.bench;

/// Writes what was published and what arrived of it into a report.
final class DeliveryText {
    private final Report report;

    DeliveryText(Report report) {
        this.report = report;
    }

    void write(Measurement measured, PublishingRound round) {
        published(round);
        delivered(measured);
        latency(measured);
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
        report.endings("not published", "publish_failed_by_reason", round.refusals().toMap());
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
}
