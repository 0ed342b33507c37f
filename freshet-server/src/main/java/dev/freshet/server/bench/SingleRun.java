package dev.freshet.server.bench;

/// Connects, measures once and prints.
final class SingleRun {
    private SingleRun() {}

    /// True when nothing was lost, refused or closed.
    static boolean run(BenchSession session) {
        try (var interruption = new Interruption();
                var driver = session.start(1, interruption)) {
            var plan = session.plan();
            var connected = driver.connect();
            var result = session.result().connected(connected);
            boolean clean = connected.isComplete();
            if (connected.ready() > 0) {
                driver.preparePublishing();
                driver.warmUp(plan.rate(), plan.warmUp());
                var measured = driver.measure(plan.rate(), plan.duration());
                result.measured(measured, connected);
                clean &= measured.isClean();
            }
            session.output().print(result.report());
            return clean;
        }
    }
}
