package dev.freshet.sources.sql;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One query of a database.
final class SqlQuery implements PolledQuery {
    private final SqlUpstream upstream;
    private final SqlQueryModel model;
    private final @Nullable Watermark watermark;
    private final SeriesFill fill;
    private final News news;

    SqlQuery(SqlUpstream upstream, SqlQueryModel model) {
        this.upstream = upstream;
        this.model = model;
        this.watermark = model.watermark() == null ? null : new Watermark(model.watermark());
        this.fill = new SeriesFill(model.template().group());
        this.news = new News(upstream, model.listen());
    }

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public Shape shape() {
        return model.series() ? Shape.SERIES : Shape.ROWS;
    }

    @Override
    public Duration step() {
        var group = model.template().group();
        return group == null ? Duration.ZERO : group.step();
    }

    @Override
    public Duration completeAfter() {
        return step();
    }

    @Override
    public Frame fetch(TimeRange range) throws SourceException, InterruptedException {
        news.asking();
        var after = watermark == null ? null : watermark.before(range.from());
        var answer = upstream.ask(model.template().bind(range, after));
        if (watermark == null) {
            return frame(answer, range, -1);
        }
        int index = answer.indexOf(watermark.column());
        if (index < 0) {
            throw new SourceException(
                    "The answer has no column \"" + watermark.column() + "\" to go by.",
                    "Select it, or name another in freshet.watermark.");
        }
        var greatest = watermark.greatest(answer, index, after);
        var frame = frame(answer, range, index);
        watermark.read(range, greatest);
        return frame;
    }

    private Frame frame(Answer answer, TimeRange range, int marks) throws SourceException {
        if (model.series()) {
            return SeriesFrames.of(upstream.settings(), answer, model.timeNames(), range, fill);
        }
        if (watermark == null && !model.template().isRanged()) {
            return TableFrames.whole(answer);
        }
        int time = answer.timeColumn(model.timeNames());
        if (time >= 0) {
            return TableFrames.timed(answer, time);
        }
        return watermark == null
                ? TableFrames.whole(answer)
                : TableFrames.timed(answer, firstRead(watermark, answer, range, marks));
    }

    /// For rows without a time: the end of the range in which each was read first, less what makes
    /// it be inside.
    private static long[] firstRead(Watermark watermark, Answer answer, TimeRange range, int index)
            throws SourceException {
        var times = new long[answer.rows().size()];
        for (int i = 0; i < times.length; i++) {
            var value = answer.rows().get(i)[index];
            Instant end = value == null ? range.to() : watermark.firstRead(range, value);
            times[i] = nanos(end.minusMillis(1));
        }
        return times;
    }

    private static long nanos(Instant moment) {
        return moment.getEpochSecond() * 1_000_000_000 + moment.getNano();
    }

    @Override
    public void awaitNews(Duration interval) throws InterruptedException {
        news.await(interval);
    }
}
