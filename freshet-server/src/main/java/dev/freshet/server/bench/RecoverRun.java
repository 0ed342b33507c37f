package dev.freshet.server.bench;

/// Many clients that come back at the same time and ask for what they missed, while others, who
/// stayed, are published to.
///
/// A first visitor learns the positions of the channels, then is published what all clients will
/// have missed.
final class RecoverRun {
    private final BenchSession session;
    private final LoadPlan staying;
    private final int missed;

    /// @param staying the load of those who stayed
    /// @param missed publications of each channel
    RecoverRun(BenchSession session, LoadPlan staying, int missed) {
        this.session = session;
        this.staying = staying;
        this.missed = missed;
    }

    /// True when all were given what they missed, and nothing was lost, refused or closed.
    boolean run() {
        try (var interruption = new Interruption();
                var returning = session.start(1, interruption);
                var stayed = session.with(staying).start(1, interruption)) {
            var positions = returning.positions();
            returning.preparePublishing();
            returning.publishToEach(missed);
            boolean complete = stayed.connect().isComplete();
            stayed.preparePublishing();
            stayed.warmUp(staying.rate(), staying.warmUp());
            var before = stayed.measure(staying.rate(), staying.duration());
            var recovery = new Recovery(positions, missed);
            var meanwhile = stayed.measureWhile(staying.rate(), returning, recovery);
            var connected = returning.connected();
            var result = session.result().connected(connected);
            new RecoveryText(result.report()).write(recovery, connected, before, meanwhile);
            session.output().print(result.report());
            return complete
                    && recovery.complete() == connected.asked()
                    && before.isClean()
                    && meanwhile.isClean();
        }
    }
}
