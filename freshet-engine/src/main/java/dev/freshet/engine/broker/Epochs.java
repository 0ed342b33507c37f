package dev.freshet.engine.broker;

import java.util.random.RandomGenerator;

/// Names for streams that begin.
///
/// Random, so that two beginnings in one second are told apart; letters and digits only, because an
/// epoch is embedded in messages between nodes, which `:` and `__` divide (§10). Any thread.
final class Epochs {
    private static final String SIGNS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 8;

    private final RandomGenerator random;

    Epochs(RandomGenerator random) {
        this.random = random;
    }

    /// Generators need not be thread-safe, and a new stream is rare.
    synchronized String next() {
        var epoch = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            epoch.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return epoch.toString();
    }
}
