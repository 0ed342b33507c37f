package dev.freshet.sources.polling;

import dev.freshet.source.DataSource;
import dev.freshet.source.Frame;
import dev.freshet.source.History;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StreamSource;
import dev.freshet.source.StreamStatus;
import dev.freshet.source.SubscribeReply;
import dev.freshet.sources.upstream.LiveQuery;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.SubscribedQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamCosts;
import dev.freshet.sources.upstream.UpstreamType;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Makes channels of queries, for data sources that cannot stream: the source of `ds/<uid>/<path>`
/// for all built-in types.
///
/// Each distinct query is asked once for all channels and viewers. Thread-safe; calls block while
/// the data source answers.
public final class LiveQueries implements StreamSource, AutoCloseable {
    private static final Duration LONGEST_STEP = Duration.ofDays(366);

    /// Sources have 5 s to answer a subscriber, see [StreamSource]; a question may take longer.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Upstreams upstreams;
    private final StreamQueries queries;
    private final PollLimits limits;
    private final InstantSource clock;
    private final Duration patience;
    private final ConcurrentHashMap<ChannelKey, Entry> channels = new ConcurrentHashMap<>();
    private final Polls polls = new Polls();

    private record ChannelKey(long orgId, long dataSourceId, String path) {}

    /// What a channel was made of; another one is made when that changes.
    private record Entry(Instant updated, StreamQuery query, LiveChannel channel) {}

    private record PollKey(
            long dataSourceId, Instant updated, String identity, Schedule schedule) {}

    /// @param types of data sources
    /// @param queries what channels show
    public LiveQueries(
            List<UpstreamType> types,
            StreamQueries queries,
            PollLimits limits,
            InstantSource clock) {
        this(types, queries, limits, clock, PATIENCE);
    }

    /// @param patience how long a subscriber waits for the history
    LiveQueries(
            List<UpstreamType> types,
            StreamQueries queries,
            PollLimits limits,
            InstantSource clock,
            Duration patience) {
        this.upstreams = new Upstreams(types, limits, clock);
        this.queries = queries;
        this.limits = limits;
        this.clock = clock;
        this.patience = patience;
    }

    /// The types of data sources that it serves.
    public Set<String> types() {
        return upstreams.typeNames();
    }

    @Override
    public boolean hasHistory() {
        return true;
    }

    @Override
    public SubscribeReply subscribeStream(StreamRequest request)
            throws SourceException, InterruptedException {
        var channel = channel(request);
        if (channel == null) {
            return SubscribeReply.refused(StreamStatus.NOT_FOUND);
        }
        try {
            var history = begun(channel);
            return history == null ? SubscribeReply.ok() : SubscribeReply.ok(history);
        } catch (UpstreamUnavailable e) {
            return SubscribeReply.ok(); // the run goes on trying, and says why
        }
    }

    /// What the channel begins with; null when it has begun, and also when that takes too long: the
    /// run then begins it.
    private @Nullable History begun(LiveChannel channel)
            throws SourceException, InterruptedException {
        var beginning = new FutureTask<@Nullable History>(channel::begin);
        Thread.ofVirtual().name("begin").start(beginning);
        try {
            return beginning.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // What has just come is not lost.
            return beginning.cancel(true) ? null : done(beginning);
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            beginning.cancel(true);
        }
    }

    private static @Nullable History done(FutureTask<@Nullable History> beginning)
            throws SourceException, InterruptedException {
        try {
            return beginning.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static SourceException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case SourceException said -> said;
            case null, default -> throw new IllegalStateException("A channel cannot begin", e);
        };
    }

    @Override
    public void runStream(StreamRequest request, StreamSender sender)
            throws SourceException, InterruptedException {
        var channel = channel(request);
        if (channel == null) {
            return;
        }
        try {
            channel.run(sender);
        } finally {
            channels.values().removeIf(entry -> entry.channel.equals(channel));
        }
    }

    private @Nullable LiveChannel channel(StreamRequest request) throws SourceException {
        var dataSource = Objects.requireNonNull(request.dataSource(), "a query has a data source");
        var query = queries.find(request.orgId(), dataSource, request.path()).orElse(null);
        if (query == null) {
            return null;
        }
        var key = new ChannelKey(request.orgId(), dataSource.id(), request.path());
        var known = channels.get(key);
        if (known != null
                && known.updated.equals(dataSource.updated())
                && known.query.equals(query)) {
            return known.channel;
        }
        forgetUnused();
        var made = new Entry(dataSource.updated(), query, make(dataSource, query));
        var kept =
                Objects.requireNonNull(
                        channels.compute(
                                key,
                                (_, present) ->
                                        Objects.equals(present, known) || present == null
                                                ? made
                                                : present));
        if (!kept.equals(made)) {
            made.channel.retire();
        } else if (known != null) {
            known.channel.retire();
        }
        return kept.channel;
    }

    /// Channels that nobody watches in the end, for example because their query is refused.
    private void forgetUnused() {
        var now = clock.instant();
        channels.values()
                .removeIf(entry -> {
                    boolean unused = entry.channel.isUnused(now);
                    if (unused) {
                        entry.channel.retire();
                    }
                    return unused;
                });
    }

    private LiveChannel make(DataSource dataSource, StreamQuery query) throws SourceException {
        var range = shorter(query.model().range(), limits.maxRange());
        return switch (prepare(dataSource, query.model())) {
            case PolledQuery polled ->
                    new PolledChannel(
                            poll(dataSource, polled, query), range, limits.keptRows(), clock);
            case SubscribedQuery subscribed ->
                    new SubscribedChannel(
                            subscribed,
                            range,
                            limits.keptRows(),
                            upstreams.costs(dataSource.id()),
                            clock);
        };
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Polls.Use poll(DataSource dataSource, PolledQuery query, StreamQuery asked) {
        var schedule = Schedule.of(query, asked, limits.minInterval());
        var identity = query.identity();
        return polls.use(
                new PollKey(dataSource.id(), dataSource.updated(), identity, schedule),
                () ->
                        new Poll(
                                dataSource.uid() + "/" + Integer.toHexString(identity.hashCode()),
                                query,
                                schedule,
                                upstreams.costs(dataSource.id()),
                                clock));
    }

    /// Reads a query of a data source.
    ///
    /// @throws SourceException when the query or the data source's settings are wrong
    public LiveQuery prepare(DataSource dataSource, QueryModel model) throws SourceException {
        var query = upstreams.open(dataSource).prepare(model);
        if (query instanceof PolledQuery polled && polled.step().compareTo(LONGEST_STEP) > 0) {
            throw new SourceException(
                    "The points of the query are " + polled.step().toDays() + "d apart.",
                    "Choose an interval of at most " + LONGEST_STEP.toDays() + "d.");
        }
        return query;
    }

    /// Asks once, for who does not want a stream.
    ///
    /// @throws SourceException when there is no answer
    public Frame ask(DataSource dataSource, QueryModel model, TimeRange range)
            throws SourceException, InterruptedException {
        var costs = upstreams.costs(dataSource.id());
        var query = prepare(dataSource, model);
        long begun = System.nanoTime();
        boolean failed = true;
        try {
            var answer =
                    switch (query) {
                        case PolledQuery polled -> polled.fetch(aligned(polled, range));
                        case SubscribedQuery subscribed -> {
                            var history = subscribed.history(range);
                            yield history == null ? Frame.of("", List.of()) : history;
                        }
                    };
            failed = false;
            costs.got(answer.rows(), 0, 0);
            return FrameRows.within(answer, endingNow(range));
        } finally {
            costs.asked(Duration.ofNanos(System.nanoTime() - begun), failed);
        }
    }

    /// A range that ends now has room for rows that were stamped while they were asked for.
    private TimeRange endingNow(TimeRange range) {
        var ahead = clock.instant().plus(Schedule.AHEAD);
        return range.to().isAfter(clock.instant().minus(limits.timeout()))
                        && ahead.isAfter(range.to())
                ? new TimeRange(range.from(), ahead)
                : range;
    }

    private static TimeRange aligned(PolledQuery query, TimeRange range) {
        long step = query.step().toMillis();
        if (step == 0) {
            return range;
        }
        long from = Math.floorDiv(range.from().toEpochMilli(), step) * step;
        long to = Math.floorDiv(range.to().toEpochMilli() + step - 1, step) * step;
        return new TimeRange(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
    }

    /// Whether a data source is there and takes our credentials; what it says of itself.
    ///
    /// @throws SourceException why it cannot be used
    public String checkHealth(DataSource dataSource) throws SourceException, InterruptedException {
        return upstreams.open(dataSource).checkHealth();
    }

    /// What asking has cost, by the data source's number.
    public Map<Long, UpstreamCosts.Counts> costs() {
        return upstreams.counts();
    }

    /// How many distinct queries are being asked, or were a moment ago.
    public int polls() {
        return polls.count();
    }

    /// The data source is gone: what it was opened for is closed, and not opened again for who was
    /// quicker.
    ///
    /// @param removed as it was last
    public void forget(DataSource removed) {
        upstreams.forget(removed);
    }

    @Override
    public void close() {
        channels.values().forEach(entry -> entry.channel.close());
        upstreams.close();
    }
}
