package dev.freshet.server.bench;

import java.util.ArrayList;
import java.util.List;

/// Samples of a process's resident memory over time, and whether they grow.
///
/// The first quarter is left out: until then heap and compiled code take the size that the load
/// wants. It grew when the line through the rest rises by more than chance, 4 MiB and 2 %.
final class MemoryTrend {
    private static final int FEWEST = 8;
    private static final double LEAST_BYTES = 4 * 1024 * 1024;
    private static final double LEAST_SHARE = 0.02;
    private static final double ERRORS = 3;

    private final List<LinearFit.Point> samples = new ArrayList<>();

    /// What the samples say.
    enum Verdict {
        STEADY("did not grow"),
        GREW("grew"),
        UNKNOWN("too few samples to say whether it grew");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    void add(double seconds, long bytes) {
        samples.add(new LinearFit.Point(seconds, bytes));
    }

    List<LinearFit.Point> samples() {
        return List.copyOf(samples);
    }

    Verdict verdict() {
        if (counted().size() < FEWEST) {
            return Verdict.UNKNOWN;
        }
        double mean = counted().stream().mapToDouble(LinearFit.Point::y).average().orElse(0);
        double chance = ERRORS * LinearFit.of(counted()).slopeError() * span();
        double least = Math.max(LEAST_BYTES, LEAST_SHARE * mean);
        return growth() > Math.max(chance, least) ? Verdict.GREW : Verdict.STEADY;
    }

    /// By how many bytes the fitted line rises over the samples that count; 0 with too few.
    double growth() {
        return counted().size() < FEWEST ? 0 : LinearFit.of(counted()).slope() * span();
    }

    /// The seconds that the samples that count cover.
    double span() {
        var counted = counted();
        return counted.isEmpty() ? 0 : counted.getLast().x() - counted.getFirst().x();
    }

    private List<LinearFit.Point> counted() {
        return samples.subList(samples.size() / 4, samples.size());
    }
}
