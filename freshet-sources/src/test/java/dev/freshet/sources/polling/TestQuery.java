package dev.freshet.sources.polling;

import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A query over rows in memory; asked again when the test says so.
final class TestQuery implements PolledQuery {
    private final Shape shape;
    private final Duration step;
    private final List<Row> rows = new ArrayList<>();
    private final List<TimeRange> ranges = new ArrayList<>();
    private final Object turns = new Object();
    private int waiting;
    private int ticks;
    private @Nullable SourceException failure;
    private boolean ignoresRange;
    private boolean hasTimes = true;

    private record Row(Instant time, String text, double value) {}

    TestQuery(Shape shape, Duration step) {
        this.shape = shape;
        this.step = step;
    }

    synchronized TestQuery row(Instant time, String text, double value) {
        rows.add(new Row(time, text, value));
        rows.sort(Comparator.comparing(Row::time));
        return this;
    }

    synchronized void fail(@Nullable SourceException why) {
        failure = why;
    }

    /// Answers with everything, whatever was asked.
    synchronized void ignoreRange() {
        ignoresRange = true;
    }

    /// Answers with everything, and tells no times.
    synchronized void hasNoTimes() {
        ignoresRange = true;
        hasTimes = false;
    }

    void isDown() {
        fail(new UpstreamUnavailable("Data source \"test\" is down.", "Start it.", null));
    }

    synchronized List<TimeRange> ranges() {
        return List.copyOf(ranges);
    }

    /// Lets the poll ask once and waits until it is through.
    void tick() throws InterruptedException {
        synchronized (turns) {
            while (waiting == 0) {
                turns.wait();
            }
            ticks++;
            turns.notifyAll();
            while (ticks > 0 || waiting == 0) {
                turns.wait();
            }
        }
    }

    /// A thread that was interrupted takes no tick: it would end without having asked.
    @Override
    public void awaitNews(Duration interval) throws InterruptedException {
        synchronized (turns) {
            waiting++;
            turns.notifyAll();
            try {
                while (ticks == 0) {
                    turns.wait();
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                ticks--;
            } finally {
                waiting--;
            }
        }
    }

    @Override
    public synchronized Frame fetch(TimeRange range) throws SourceException {
        ranges.add(range);
        if (failure != null) {
            throw failure;
        }
        var found =
                rows.stream()
                        .filter(row ->
                                ignoresRange
                                        || (!row.time.isBefore(range.from())
                                                && row.time.isBefore(range.to())))
                        .toList();
        var times = TimeColumn.builder();
        var texts = StringColumn.builder();
        var values = DoubleColumn.builder(FieldType.FLOAT64);
        for (var row : found) {
            times.append(FrameRows.nanos(row.time));
            texts.append(row.text);
            values.append(row.value);
        }
        var time = Field.of("Time", times.build());
        var value = Field.nullable("Value", values.build());
        if (!hasTimes) {
            return Frame.of("", Field.of("Text", texts.build()), value);
        }
        return shape == Shape.SERIES
                ? Frame.of("", time, value)
                : Frame.of("", time, Field.of("Text", texts.build()), value);
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public Duration step() {
        return step;
    }

    @Override
    public Duration completeAfter() {
        return Duration.ZERO;
    }

    @Override
    public String identity() {
        return "test";
    }
}
