package dev.freshet.server.bench;

/// Keeps a steady load with churn beside it for a long time and watches the server's memory.
final class SoakRun {
    private static final int SAMPLES = 180;

    private final BenchSession session;
    private final int churn;
    private final MemoryTrend memory = new MemoryTrend();
    private final int interval;
    private int seconds;

    /// @param churn connections that come and go each second
    SoakRun(BenchSession session, int churn) {
        this.session = session;
        this.churn = churn;
        long samplesApart = session.plan().duration().toSeconds() / SAMPLES;
        this.interval = Math.clamp(samplesApart, 1, 10);
    }

    /// True when nothing was lost, refused or closed and memory did not grow.
    boolean run() {
        try (var interruption = new Interruption();
                var driver = session.start(interval, interruption)) {
            var plan = session.plan();
            var connected = driver.connect();
            var result = session.result().connected(connected);
            boolean clean = connected.isComplete();
            if (connected.ready() > 0) {
                driver.preparePublishing();
                driver.warmUp(plan.rate(), plan.warmUp());
                var visitors = driver.churn(churn);
                driver.everySecond(this::sample);
                var measured = driver.measure(plan.rate(), plan.duration());
                result.measured(measured, connected).visited(visitors).memoryOverTime(memory);
                clean &= measured.isClean() && visitors.refusals().total() == 0;
            }
            session.output().print(result.report());
            return clean && memory.verdict() != MemoryTrend.Verdict.GREW;
        }
    }

    private void sample() {
        seconds++;
        var server = session.server().process();
        var usage = server == null || seconds % interval != 0 ? null : server.usage();
        if (usage != null) {
            memory.add(seconds, usage.residentBytes());
            session.output().progress("memory " + Amounts.mebibytes(usage.residentBytes()));
        }
    }
}
