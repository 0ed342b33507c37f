package dev.freshet.sources.redis;

import dev.freshet.source.DataSource;
import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSender;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.SubscribedQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The entries of a stream: those of a range, then each as it is added.
final class StreamEntriesQuery implements SubscribedQuery {
    private static final int REMEMBERED = 32;

    private final String key;
    private final Set<String> fields;
    private final DataSource dataSource;
    private final UpstreamContext context;
    private final RedisServer server;
    private final EntryFrames frames;
    private final Progress progress = new Progress();

    /// The last entry of histories by their end: clocks differ, so the end alone does not say what
    /// was there to be read.
    private final Map<Instant, EntryId> ends =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Instant, EntryId> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private StreamEntriesQuery(
            String key,
            Set<String> fields,
            DataSource dataSource,
            UpstreamContext context,
            RedisServer server) {
        this.key = key;
        this.fields = fields;
        this.dataSource = dataSource;
        this.context = context;
        this.server = server;
        this.frames = new EntryFrames(fields);
    }

    static StreamEntriesQuery of(
            QueryModel model, DataSource dataSource, UpstreamContext context, RedisServer server)
            throws SourceException {
        var key = model.json().path("key").asString("");
        if (key.isEmpty()) {
            throw new SourceException(
                    "The query has no key.",
                    "Set key to the name of a stream, for example events.");
        }
        var fields = new TreeSet<String>();
        for (var each : model.json().path("fields")) {
            if (!each.isString()) {
                throw new SourceException(
                        "The query's fields have " + Shown.of(each.toString()) + ".",
                        "Set fields to names, for example [\"user\", \"amount\"].");
            }
            fields.add(each.stringValue());
        }
        return new StreamEntriesQuery(key, fields, dataSource, context, server);
    }

    @Override
    public Frame history(TimeRange range) throws SourceException, InterruptedException {
        try (var reader = new StreamReader(key, context, server)) {
            var entries = reader.newest(range);
            remember(
                    range.to(),
                    entries.isEmpty()
                            ? EntryId.before(range.from().toEpochMilli())
                            : EntryId.of(entries.getLast().getId()));
            return frames.frame(entries).frame();
        }
    }

    private synchronized void remember(Instant end, EntryId last) {
        ends.put(end, last);
    }

    private synchronized EntryId position(@Nullable Instant after) {
        var moment = after == null ? context.clock().instant() : after;
        var last = ends.remove(moment);
        return last == null ? EntryId.before(moment.toEpochMilli()) : last;
    }

    @Override
    public void run(@Nullable Instant after, StreamSender sender)
            throws SourceException, InterruptedException {
        var position = position(after);
        try (var reader = new StreamReader(key, context, server)) {
            var info = reader.info();
            sender.failing("");
            tell(progress.missing(info), sender);
            progress.beginsAt(position);
            progress.learn(info);
            while (true) {
                position = step(reader, position, sender);
            }
        }
    }

    private EntryId step(StreamReader reader, EntryId position, StreamSender sender)
            throws SourceException, InterruptedException {
        var entries = reader.next(position);
        if (entries.isEmpty()) {
            if (!progress.isCounted()) {
                progress.learn(reader.info());
            }
            return position;
        }
        context.costs().got(entries.size(), 0, 0);
        sender.send(frames.frame(entries).frame());
        var last = EntryId.of(entries.getLast().getId());
        progress.read(last, entries.size());
        return last;
    }

    private void tell(long missing, StreamSender sender) {
        if (missing > 0) {
            sender.failing(
                    "Stream \"%s\" of data source \"%s\" was cut while there was no connection; entries missing: %d."
                            .formatted(Shown.of(key), dataSource.name(), missing));
        }
    }

    @Override
    public String identity() {
        return "stream " + fields + " " + key;
    }
}
