package dev.freshet.sources.sql;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One query of a database.
final class SqlQuery implements PolledQuery {
    private final SqlUpstream upstream;
    private final SqlQueryModel model;
    private final @Nullable ReadRows read;
    private final SeriesFill fill;
    private final News news;

    SqlQuery(SqlUpstream upstream, SqlQueryModel model) {
        this.upstream = upstream;
        this.model = model;
        this.read =
                model.watermark() == null
                        ? null
                        : new ReadRows(
                                upstream.settings(),
                                new Watermark(model.watermark()),
                                model.timeNames());
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
        var frame = answer(range);
        news.answered();
        return frame;
    }

    private Frame answer(TimeRange range) throws SourceException, InterruptedException {
        if (read != null) {
            var rows = read.of(range, after -> upstream.ask(model.template().bind(range, after)));
            return rows.hasOwnTime() || model.series()
                    ? frame(rows.answer(), range)
                    : TableFrames.timed(rows.answer(), rows.times());
        }
        return frame(upstream.ask(model.template().bind(range, null)), range);
    }

    private Frame frame(Answer answer, TimeRange range) throws SourceException {
        if (model.series()) {
            return SeriesFrames.of(upstream.settings(), answer, model.timeNames(), range, fill);
        }
        int time =
                read != null || model.template().isRanged()
                        ? answer.timeColumn(model.timeNames())
                        : -1;
        return time < 0 ? TableFrames.whole(answer) : TableFrames.timed(answer, time);
    }

    @Override
    public void awaitNews(Duration interval) throws InterruptedException {
        news.await(interval);
    }
}
