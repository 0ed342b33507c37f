package dev.freshet.sources.redis;

import java.util.concurrent.TimeUnit;

/// The id of an entry of a stream: milliseconds and a number among those of one millisecond, both
/// without a sign.
record EntryId(long millis, long number) implements Comparable<EntryId> {
    private static final long LONGEST = Long.MAX_VALUE / 1_000_000 - 1;
    private static final long MOST = 999_999;

    /// @throws NumberFormatException when it is none
    static EntryId of(String text) {
        int dash = text.indexOf('-');
        return dash < 0
                ? new EntryId(Long.parseUnsignedLong(text), 0)
                : new EntryId(
                        Long.parseUnsignedLong(text.substring(0, dash)),
                        Long.parseUnsignedLong(text.substring(dash + 1)));
    }

    /// The last possible one before a moment.
    static EntryId before(long millis) {
        return millis <= 0 ? new EntryId(0, 0) : new EntryId(millis - 1, -1);
    }

    /// The time in nanoseconds since 1970, where entries of one millisecond follow each other.
    long nanos() {
        long bounded = Long.compareUnsigned(millis, LONGEST) > 0 ? LONGEST : millis;
        long place = Long.compareUnsigned(number, MOST) > 0 ? MOST : number;
        return TimeUnit.MILLISECONDS.toNanos(bounded) + place;
    }

    @Override
    public int compareTo(EntryId other) {
        int byTime = Long.compareUnsigned(millis, other.millis);
        return byTime != 0 ? byTime : Long.compareUnsigned(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(number);
    }
}
