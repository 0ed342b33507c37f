package dev.freshet.server.testdata;

import java.util.random.RandomGenerator;

/// A value that wanders between 0 and 100, with a band around it.
final class RandomWalk {
    private static final double TOP = 100;

    private final RandomGenerator random;
    private double value;
    private double spread = 5;

    RandomWalk(RandomGenerator random) {
        this.random = random;
        this.value = random.nextDouble() * TOP;
    }

    void step() {
        value = Math.clamp(value + random.nextDouble(-2.5, 2.5), 0, TOP);
        spread = random.nextDouble(1, 5);
    }

    double value() {
        return value;
    }

    double min() {
        return value - spread;
    }

    double max() {
        return value + spread;
    }
}
