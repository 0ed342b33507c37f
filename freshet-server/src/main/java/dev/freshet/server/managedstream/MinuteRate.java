package dev.freshet.server.managedstream;

/// Counts events of the last 60 seconds in a slot per second.
///
/// A slot knows which absolute second it counts, so slots never have to be cleared. Not
/// thread-safe.
final class MinuteRate {
    private static final int SLOTS = 60;

    private final int[] seconds = new int[SLOTS];
    private final int[] counts = new int[SLOTS];

    /// @param epochSecond now, in seconds since 1970
    void count(long epochSecond) {
        int slot = (int) (epochSecond % SLOTS);
        if (seconds[slot] != (int) epochSecond) {
            seconds[slot] = (int) epochSecond;
            counts[slot] = 0;
        }
        counts[slot]++;
    }

    int rate(long epochSecond) {
        int sum = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            int age = (int) epochSecond - seconds[slot];
            sum += age >= 0 && age < SLOTS ? counts[slot] : 0;
        }
        return sum;
    }
}
