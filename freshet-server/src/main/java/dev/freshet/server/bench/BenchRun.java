package dev.freshet.server.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One run of a scenario from connecting to the report.
final class BenchRun {
    private static final Duration SEARCH_STEP = Duration.ofSeconds(4);
    private static final Duration SEARCH_WARM_UP = Duration.ofSeconds(1);
    private static final long PATIENCE_MICROS = 500_000;
    private static final double RATE_KEPT = 0.97;

    private final Scenario scenario;
    private final Target target;
    private final LoadPlan plan;
    private final OutputOptions output;
    private final @Nullable ServerProcess server;

    BenchRun(
            Scenario scenario,
            Target target,
            LoadPlan plan,
            OutputOptions output,
            @Nullable ServerProcess server) {
        this.scenario = scenario;
        this.target = target;
        this.plan = plan;
        this.output = output;
        this.server = server;
    }

    /// The process to look at, with a remark when there is none to look at.
    static @Nullable ServerProcess find(Target target, @Nullable Long pid, OutputOptions output) {
        if (pid != null) {
            var given = ServerProcess.of(pid);
            if (given.usage() != null) {
                return given;
            }
            output.remark(
                    "process "
                            + pid
                            + " cannot be read; going on without the server's CPU and memory.");
            return null;
        }
        var found =
                target.isLoopback()
                        ? new ListeningProcess(Path.of("/proc")).on(target.address().getPort())
                        : java.util.Optional.<ServerProcess>empty();
        if (found.isEmpty()) {
            output.remark(
                    "the server's process was not found on this machine (give --pid if it is"
                            + " another user's); going on without its CPU and memory.");
        }
        return found.orElse(null);
    }

    /// Connects, measures once and prints; true when nothing was lost, refused or closed.
    boolean once() {
        try (var interruption = new Interruption();
                var driver = driver(interruption)) {
            var connected = driver.connect();
            var text = new ResultText(scenario, target, plan).connected(connected);
            boolean clean = connected.ready() == connected.asked();
            if (connected.ready() > 0) {
                driver.preparePublishing();
                driver.warmUp(plan.rate(), plan.warmUp());
                var measured = driver.measure(plan.rate(), plan.duration());
                text.measured(measured, connected);
                clean &= measured.isClean();
            }
            output.print(text.report());
            return clean;
        }
    }

    /// Connects, looks for the highest rate that the server passes and prints that measurement;
    /// false when it passed none.
    boolean search() {
        try (var interruption = new Interruption();
                var driver = driver(interruption)) {
            var connected = driver.connect();
            driver.preparePublishing();
            var best = new Best();
            new RateSearch()
                    .highest(
                            plan.rate(),
                            rate -> !interruption.isAsked() && passes(driver, rate, best));
            var text = new ResultText(scenario, target, plan).connected(connected);
            if (best.measured != null) {
                text.measured(best.measured, connected);
            }
            output.print(text.report());
            return best.measured != null;
        }
    }

    private static final class Best {
        private @Nullable Measurement measured;
    }

    private boolean passes(LoadDriver driver, double rate, Best best) {
        driver.warmUp(rate, SEARCH_WARM_UP);
        var step = driver.measure(rate, SEARCH_STEP);
        boolean passed =
                step.isClean()
                        && step.latency().percentile(0.99) < PATIENCE_MICROS
                        && step.publishRate() >= RATE_KEPT * rate;
        output.remark(
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
            best.measured = step;
        }
        return passed;
    }

    private LoadDriver driver(Interruption interruption) {
        return new LoadDriver(target, plan, server, output.progress(), interruption::isAsked);
    }
}
