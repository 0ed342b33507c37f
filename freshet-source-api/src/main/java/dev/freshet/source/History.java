package dev.freshet.source;

import java.time.Duration;

/// The rows that a stream begins with, and how much of it is kept from then on: every new
/// subscriber first gets what is kept, then what follows, without a gap and without repeats.
///
/// @param rows ascending in their first field of type TIME; may have no rows
/// @param age rows older than this, counted from the latest one, are not kept
/// @param maxRows the most rows that are kept
public record History(Frame rows, Duration age, int maxRows) {
    public History {
        if (age.isNegative() || age.isZero() || maxRows < 1) {
            throw new IllegalArgumentException("A history keeps something");
        }
    }
}
