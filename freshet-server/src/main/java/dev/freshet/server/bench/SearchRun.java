package dev.freshet.server.bench;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Connects, looks for the highest rate that the server passes without loss, and prints what was
/// measured at that rate.
final class SearchRun {
    private static final Duration STEP = Duration.ofSeconds(4);
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final long LONGEST_MICROS = 500_000;
    private static final double RATE_KEPT = 0.97;

    private final BenchSession session;
    private @Nullable Measurement best;

    SearchRun(BenchSession session) {
        this.session = session;
    }

    /// True when some rate was passed.
    boolean run() {
        try (var interruption = new Interruption();
                var driver = session.start(1, interruption)) {
            var connected = driver.connect();
            var result = session.result().connected(connected);
            if (connected.isComplete()) {
                driver.preparePublishing();
                new RateSearch()
                        .highest(
                                session.plan().rate(),
                                rate -> !interruption.isAsked() && passes(driver, rate));
            }
            if (best != null) {
                result.measured(best, connected);
            }
            session.output().print(result.report());
            return best != null;
        }
    }

    private boolean passes(LoadDriver driver, double rate) {
        driver.warmUp(rate, WARM_UP);
        var step = driver.measure(rate, STEP);
        boolean passed =
                step.isClean()
                        && step.latency().percentile(0.99) < LONGEST_MICROS
                        && step.publishRate() >= RATE_KEPT * rate;
        session.output()
                .remark(
                        String.format(
                                Locale.ROOT,
                                "%s/s %s: %s deliveries/s, p99 %s, lost %s, published %s/s",
                                Amounts.rate(rate),
                                passed ? "passed" : "failed",
                                Amounts.count(step.deliveriesPerSecond()),
                                Amounts.millis(step.latency().percentile(0.99)),
                                Amounts.count(step.lost()),
                                Amounts.rate(step.publishRate())));
        if (passed) {
            best = step;
        }
        return passed;
    }
}
