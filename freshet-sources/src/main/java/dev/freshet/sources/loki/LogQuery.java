package dev.freshet.sources.loki;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSender;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.SubscribedQuery;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The lines of a log: those of a range, and then new ones as they come.
final class LogQuery implements SubscribedQuery {
    private final LokiApi api;
    private final String expression;
    private final int maxLines;
    private final Duration interval;
    private @Nullable Position position;

    /// What was shown, beginning with all up to a moment.
    private record Position(@Nullable Instant after, Seen seen) {}

    private LogQuery(LokiApi api, String expression, int maxLines, Duration interval) {
        this.api = api;
        this.expression = expression;
        this.maxLines = maxLines;
        this.interval = interval;
    }

    static LogQuery of(QueryModel model, String expression, LokiApi api) {
        int own = model.json().path("maxLines").asInt(0);
        int lines = own > 0 ? own : Math.max(0, api.maxLines());
        return new LogQuery(
                api, expression, Math.min(lines, api.context().maxRows()), model.interval());
    }

    @Override
    public String identity() {
        return "lines\n" + maxLines + "\n" + expression;
    }

    @Override
    public Frame history(TimeRange range) throws SourceException, InterruptedException {
        long start = Nanos.of(range.from());
        long end = Nanos.of(range.to());
        var lines = maxLines > 0 ? latest(start, end) : all(start, end);
        // where only the latest are shown, no older one is to come after them
        var isCut = maxLines > 0 && lines.size() >= maxLines;
        var seen = new Seen(isCut ? lines.getFirst().time() - 1 : start - 1);
        lines.forEach(seen::add);
        seen.asked(end);
        synchronized (this) {
            position = new Position(range.to(), seen);
        }
        return Lines.frame(lines);
    }

    private List<Line> latest(long start, long end) throws SourceException, InterruptedException {
        return Lines.of(api.lines(expression, start, end, maxLines, "backward"), api);
    }

    private List<Line> all(long start, long end) throws SourceException, InterruptedException {
        var limit = api.rowLimit();
        var seen = new Seen(start - 1);
        var all = new ArrayList<Line>();
        new LinePages(api, expression)
                .read(
                        start,
                        end,
                        lines -> {
                            for (var line : lines) {
                                if (seen.add(line) == Seen.Verdict.NEW) {
                                    limit.count();
                                    limit.countBytes(line.size());
                                    all.add(line);
                                }
                            }
                        });
        return all;
    }

    @Override
    public void run(@Nullable Instant after, StreamSender sender)
            throws SourceException, InterruptedException {
        new LogFollower(api, expression, interval, seen(after), sender).follow();
    }

    /// Continues behind the history that ended then, or where an earlier run from then has come to.
    private synchronized Seen seen(@Nullable Instant after) {
        var known = position;
        if (known == null || !Objects.equals(known.after(), after)) {
            var end = after == null ? api.context().clock().instant() : after;
            known = new Position(after, new Seen(Nanos.of(end)));
            position = known;
        }
        return known.seen();
    }
}
