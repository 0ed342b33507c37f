package dev.freshet.sources.polling;

import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a query is asked, and for which range.
///
/// @param step of the query's points, zero when they come at any time
/// @param completeAfter how long after its time a point of a step is complete
/// @param interval between two questions
/// @param delay how far behind the present is asked
/// @param overlap how much is asked once more
/// @param phase of this query within its interval, so that not all are asked at the same moment
record Schedule(
        Duration step,
        Duration completeAfter,
        Duration interval,
        Duration delay,
        Duration overlap,
        Duration phase) {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration STEPPED_OVERLAP = Duration.ofMinutes(1);
    private static final Duration FREE_OVERLAP = Duration.ofSeconds(10);
    static final Duration AHEAD = Duration.ofSeconds(5);
    private static final int MOST_PHASES = 1_000;
    private static final int INTERVALS_PER_PHASE = 10;

    static Schedule of(PolledQuery query, StreamQuery asked, Duration minInterval) {
        var interval = longer(minInterval, longer(asked.model().interval(), query.step()));
        var twice = interval.multipliedBy(2);
        var overlap =
                asked.overlap() != null
                        ? asked.overlap()
                        : longer(twice, query.step().isZero() ? FREE_OVERLAP : STEPPED_OVERLAP);
        long phase = Math.floorMod(query.identity().hashCode(), MOST_PHASES);
        return new Schedule(
                query.step(),
                query.completeAfter(),
                interval,
                asked.delay(),
                overlap,
                interval.dividedBy(INTERVALS_PER_PHASE).multipliedBy(phase).dividedBy(MOST_PHASES));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /// Where a range ends that is asked now: behind the last point that is complete.
    Instant end(Instant now) {
        var present = now.minus(delay);
        return step.isZero() ? present : floor(present.minus(completeAfter)).plus(step);
    }

    /// Up to where rows of an answer count. Rows that come at any time may be a little ahead: a
    /// data source that stamps them as it answers does so after it was asked, by a clock of its
    /// own.
    TimeRange counted(TimeRange asked, Instant now) {
        if (!step.isZero() || !delay.isZero()) {
            return asked;
        }
        var ahead = now.plus(overlap.compareTo(AHEAD) < 0 ? overlap : AHEAD);
        return new TimeRange(asked.from(), ahead.isAfter(asked.to()) ? ahead : asked.to());
    }

    /// The whole range that somebody wants to see.
    TimeRange history(Instant end, Duration range) {
        var length = step.isZero() ? range : longer(range, step);
        return new TimeRange(floor(end.minus(length)), end);
    }

    /// What is asked next; null when there can be nothing new yet.
    ///
    /// @param asked up to which moment it was asked before
    /// @param latest the time of the latest row that came, null when none did
    /// @param first from which moment it was asked at first
    /// @param longest nothing further back is of use
    @Nullable TimeRange next(
            Instant now, Instant asked, @Nullable Instant latest, Instant first, Duration longest) {
        var end = end(now);
        if (!step.isZero() && !end.isAfter(asked)) {
            return null;
        }
        var known = step.isZero() ? (latest == null ? first : latest) : asked;
        var from = floor(known.minus(overlap));
        var oldest = floor(end.minus(longer(longest, interval)));
        if (from.isBefore(oldest)) {
            from = oldest;
        }
        return from.isBefore(end) ? new TimeRange(from, end) : null;
    }

    private Instant floor(Instant time) {
        if (step.isZero()) {
            return time;
        }
        long size = step.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), size) * size);
    }

    /// How long until the next question: to the next multiple of the interval, and a little.
    Duration untilNext(Instant now) {
        long size = interval.toMillis();
        long into = Math.floorMod(now.minus(phase).toEpochMilli(), size);
        return Duration.ofMillis(size - into);
    }

    /// How long until it is asked again after so many failures in a row.
    ///
    /// @param luck from 0 to 1, so that not all come back at the same moment
    Duration afterFailures(int failures, double luck) {
        var pause = longer(interval, SHORTEST_PAUSE);
        for (int i = 1; i < failures && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            pause = longer(interval, LONGEST_PAUSE);
        }
        return Duration.ofMillis((long) (pause.toMillis() * (0.75 + luck / 2)));
    }
}
