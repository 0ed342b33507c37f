package dev.freshet.server.bench;

import java.util.ArrayList;
import java.util.List;

/// The same fan-out by turns to channels without and with history and positions: what these cost is
/// a ratio within one run, whatever else the machine does.
final class HistoryRun {
    private final BenchSession without;
    private final BenchSession with;
    private final int rounds;

    /// @param without what is loaded without
    /// @param with the same with other channels
    HistoryRun(BenchSession without, BenchSession with, int rounds) {
        this.without = without;
        this.with = with;
        this.rounds = rounds;
    }

    /// One stretch of either.
    record Round(Measurement without, Measurement with) {
        boolean isClean() {
            return without.isClean() && with.isClean();
        }
    }

    /// True when nothing was lost, refused or closed.
    boolean run() {
        if (without.server().process() == null) {
            throw new LoadFailure(
                    "this compares the server's CPU, so its process has to be readable; see --pid");
        }
        try (var interruption = new Interruption();
                var plain = without.start(1, interruption);
                var kept = with.start(1, interruption)) {
            var connectedWithout = plain.connect();
            var connectedWith = kept.connect();
            var text = new HistoryText(without.result().report());
            text.connected(connectedWithout, connectedWith);
            boolean clean = connectedWithout.isComplete() && connectedWith.isComplete();
            if (clean) {
                var seen = byTurns(plain, kept, interruption);
                text.write(seen);
                clean = seen.size() == rounds && seen.stream().allMatch(Round::isClean);
            }
            without.output().print(text.report());
            return clean;
        }
    }

    private List<Round> byTurns(LoadDriver plain, LoadDriver kept, Interruption interruption) {
        for (var driver : List.of(plain, kept)) {
            driver.preparePublishing();
            driver.warmUp(without.plan().rate(), without.plan().warmUp());
        }
        var seen = new ArrayList<Round>();
        for (int i = 0; i < rounds && !interruption.isAsked(); i++) {
            // Who goes second has the warmer server; that is each of them in turn.
            if (i % 2 == 0) {
                var first = measure(plain);
                seen.add(new Round(first, measure(kept)));
            } else {
                var first = measure(kept);
                seen.add(new Round(measure(plain), first));
            }
        }
        return seen;
    }

    private Measurement measure(LoadDriver driver) {
        return driver.measure(without.plan().rate(), without.plan().duration());
    }
}
