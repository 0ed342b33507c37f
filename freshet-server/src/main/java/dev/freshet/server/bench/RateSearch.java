package dev.freshet.server.bench;

import java.util.function.DoublePredicate;

/// Finds the highest rate that a server passes: up by a quarter until one fails, then halving the
/// gap to under 8 %.
final class RateSearch {
    private static final double STEP = 1.25;
    private static final double CLOSE_ENOUGH = 1.08;
    private static final int MAX_STEPS = 20;

    private double best;
    private double failed = Double.POSITIVE_INFINITY;

    /// Tries rates, each once; 0 when none passed.
    ///
    /// @param start the first rate, above 0
    double highest(double start, DoublePredicate passes) {
        double rate = start;
        for (int step = 0; step < MAX_STEPS && failed > best * CLOSE_ENOUGH; step++) {
            if (passes.test(rate)) {
                best = rate;
            } else {
                failed = rate;
            }
            rate = next(rate);
        }
        return best;
    }

    private double next(double rate) {
        if (failed == Double.POSITIVE_INFINITY) {
            return rate * STEP;
        }
        return best == 0 ? rate / STEP : (best + failed) / 2;
    }
}
