package dev.freshet.sources.upstream;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/// What asking one data source has cost since the server started. Any thread.
public final class UpstreamCosts {
    private final LongAdder queries = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder late = new LongAdder();

    /// What was counted until a moment.
    ///
    /// @param queries asked, the failed ones included
    /// @param bytes of the answers' bodies; 0 where they are not known
    /// @param rows read, or points of all series together
    /// @param waited for answers, of all queries together
    /// @param duplicates rows that came again and were left out
    /// @param late rows that came after newer ones had been shown, and were left out
    public record Counts(
            long queries,
            long failures,
            long bytes,
            long rows,
            Duration waited,
            long duplicates,
            long late) {}

    /// A query was answered, or failed, after this time.
    public void asked(Duration waited, boolean failed) {
        queries.increment();
        nanos.add(waited.toNanos());
        if (failed) {
            failures.increment();
        }
    }

    /// An answer's body was this long.
    public void read(long answerBytes) {
        bytes.add(answerBytes);
    }

    /// An answer had so many rows, and these of them were of no use.
    public void got(long allRows, long duplicateRows, long lateRows) {
        rows.add(allRows);
        duplicates.add(duplicateRows);
        late.add(lateRows);
    }

    public Counts counts() {
        return new Counts(
                queries.sum(),
                failures.sum(),
                bytes.sum(),
                rows.sum(),
                Duration.ofNanos(nanos.sum()),
                duplicates.sum(),
                late.sum());
    }
}
