package dev.freshet.sources.upstream;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import java.time.Duration;

/// A query that is asked again and again, each time for a later range.
public non-sealed interface PolledQuery extends LiveQuery {
    /// How the rows of an answer are told apart.
    enum Shape {
        /// One row per moment: the first field is of type TIME, ascending and without repeats; each
        /// other field is one series, with a name that no other has, and null where it has no
        /// point.
        SERIES,
        /// Rows that stand for themselves: tables and logs. The first field of type TIME, where
        /// there is one, is the row's time; a table without one is shown again when it changed.
        ROWS
    }

    Shape shape();

    /// The distance of points whose times are multiples of it (a step, a bucket); zero when they
    /// come at any time. Ranges are then asked from and to such multiples.
    Duration step();

    /// How long after its time a point of a step is complete: zero for a sample, a whole step for
    /// an aggregate over the bucket that begins at its time.
    Duration completeAfter();

    /// Asks for the rows of a range; one request to the data source where possible. Rows outside of
    /// the range are allowed and ignored. No row is a frame without rows, or without fields.
    ///
    /// @throws UpstreamUnavailable when it may work later
    /// @throws SourceException when the data source refuses the query or the answer is not usable,
    ///   with its own words
    Frame fetch(TimeRange range) throws SourceException, InterruptedException;

    /// Waits until it is time to ask again: for so long, or less when the data source says that
    /// there is something new.
    default void awaitNews(Duration interval) throws InterruptedException {
        Thread.sleep(interval);
    }
}
