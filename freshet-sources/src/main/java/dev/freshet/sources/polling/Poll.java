package dev.freshet.sources.polling;

import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.source.TimeColumn;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamCosts;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One query that is asked again and again, for all channels that show it.
///
/// Whoever asks has the *turn*, a lock that is held while the data source is waited for and guards
/// all state. One virtual thread asks on time while somebody listens.
final class Poll {
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

    private final String name;
    private final PolledQuery query;
    private final Schedule schedule;
    private final Questions questions;
    private final UpstreamCosts costs;
    private final InstantSource clock;
    private final Watermark watermark;
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<PollListener, Duration> listeners = new ConcurrentHashMap<>();
    private Instant first = Instant.EPOCH;
    private @Nullable Instant asked;
    private long remembered = Long.MIN_VALUE;
    private @Nullable Frame lastTable;
    private volatile @Nullable Thread thread;

    /// @param name for the log
    Poll(
            String name,
            PolledQuery query,
            Schedule schedule,
            UpstreamCosts costs,
            InstantSource clock) {
        this.name = name;
        this.query = query;
        this.schedule = schedule;
        this.questions = new Questions(name, query, schedule, costs, clock);
        this.costs = costs;
        this.clock = clock;
        this.watermark =
                query.shape() == PolledQuery.Shape.SERIES
                        ? new SeriesWatermark()
                        : new RowsWatermark();
    }

    /// The rows of a range up to now; from now on the listener gets what is new. Blocks.
    ///
    /// @throws UpstreamUnavailable when the data source does not answer, or did not a moment ago
    Frame join(PollListener listener, Duration range) throws SourceException, InterruptedException {
        turn.lockInterruptibly();
        try {
            questions.refuseInPause();
            var rows = asked == null ? begin(range) : catchUp(asked, range);
            listeners.put(listener, range);
            startAsking();
            return rows;
        } finally {
            turn.unlock();
        }
    }

    private Frame begin(Duration range) throws SourceException, InterruptedException {
        var history = schedule.history(schedule.end(clock.instant()), range);
        var rows = timed(questions.answer(history), history);
        first = history.from();
        asked = history.to();
        return admit(rows, schedule.counted(history, clock.instant())).frame();
    }

    /// What comes between the two questions is in the history of the one who joins, so the others
    /// are told of it at once.
    private Frame catchUp(Instant before, Duration range)
            throws SourceException, InterruptedException {
        ask(before);
        var history = schedule.history(asked == null ? before : asked, range);
        var answer = questions.answer(history);
        boolean isShown = isShown(answer);
        var rows = timed(answer, history);
        var counted = schedule.counted(history, clock.instant());
        if (!isShown) {
            long to = FrameRows.nanos(counted.to());
            tell(watermark.admit(rows, remembered(counted), to).frame());
        }
        return FrameRows.within(rows, counted);
    }

    void leave(PollListener listener) {
        listeners.remove(listener);
        var asking = thread;
        if (listeners.isEmpty() && asking != null) {
            asking.interrupt();
        }
    }

    private void startAsking() {
        if (thread == null) {
            thread = Thread.ofVirtual().name("poll " + name).start(this::run);
        }
    }

    private void run() {
        try {
            while (!listeners.isEmpty()) {
                query.awaitNews(pause());
                askInTurn();
            }
        } catch (InterruptedException e) {
            // The last listener has left; another may have come.
        } finally {
            ended();
        }
    }

    private void ended() {
        turn.lock();
        try {
            thread = null;
            if (!listeners.isEmpty()) {
                startAsking();
            }
        } finally {
            turn.unlock();
        }
    }

    private Duration pause() {
        turn.lock();
        try {
            return questions.pause(clock.instant());
        } finally {
            turn.unlock();
        }
    }

    private void askInTurn() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            var now = clock.instant();
            listeners.keySet().removeIf(listener -> listener.isAbandoned(now));
            if (!listeners.isEmpty() && asked != null) {
                ask(asked);
            }
        } catch (SourceException e) {
            var reason = String.valueOf(e.getMessage());
            var advice = e.hint().isEmpty() ? reason : reason + " " + e.hint();
            listeners.keySet().forEach(listener -> listener.failed(advice));
        } finally {
            turn.unlock();
        }
    }

    /// Asks for what is new and tells listeners.
    private void ask(Instant before) throws SourceException, InterruptedException {
        var latest = watermark.latest();
        var range =
                schedule.next(
                        clock.instant(),
                        before,
                        latest == null ? null : FrameRows.instant(latest),
                        first,
                        longestRange());
        if (range == null) {
            return;
        }
        var answer = questions.answer(range);
        if (isShown(answer)) {
            asked = range.to();
            tell(FrameRows.select(answer, _ -> false));
            return;
        }
        var fresh = admit(timed(answer, range), schedule.counted(range, clock.instant()));
        asked = range.to();
        tell(fresh.frame());
        tellOfClock(fresh, range);
    }

    /// True for a table without times that is the same as before.
    private boolean isShown(Frame answer) {
        return FrameRows.times(answer) == null && answer.equals(lastTable);
    }

    private Watermark.Fresh admit(Frame rows, TimeRange range) {
        long from = remembered(range);
        var fresh = watermark.admit(rows, from, FrameRows.nanos(range.to()));
        watermark.forgetBefore(from);
        remembered = from;
        costs.got(0, fresh.duplicates(), fresh.late());
        return fresh;
    }

    /// From where on it is known what was shown; who looks further back has it in the history.
    private long remembered(TimeRange range) {
        return Math.max(remembered, FrameRows.nanos(range.from()));
    }

    private void tell(Frame fresh) {
        listeners
                .keySet()
                .forEach(listener -> {
                    if (fresh.rows() > 0) {
                        listener.rows(fresh);
                    } else {
                        listener.nothingNew();
                    }
                });
    }

    private void tellOfClock(Watermark.Fresh fresh, TimeRange range) {
        if (fresh.frame().rows() > 0 || fresh.ahead() == Long.MIN_VALUE) {
            return;
        }
        var ahead = Duration.between(range.to(), FrameRows.instant(fresh.ahead()));
        if (ahead.compareTo(CLOCK_TOLERANCE) > 0) {
            var reason =
                    "The latest row is "
                            + ahead.toSeconds()
                            + " s in the future; rows are shown when their time has come. Check the"
                            + " clocks of the data source and of this server.";
            listeners.keySet().forEach(listener -> listener.failed(reason));
        }
    }

    private Duration longestRange() {
        return listeners.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /// A table without times is shown as of now.
    private Frame timed(Frame answer, TimeRange range) {
        if (answer.fields().isEmpty() || FrameRows.times(answer) != null) {
            return answer;
        }
        lastTable = answer;
        var times = TimeColumn.builder();
        for (int row = 0; row < answer.rows(); row++) {
            times.append(FrameRows.nanos(range.to()) - 1);
        }
        var fields = new ArrayList<Field>();
        fields.add(Field.of("Time", times.build()));
        fields.addAll(answer.fields());
        return new Frame(answer.name(), answer.refId(), answer.meta(), fields);
    }

    @Override
    public String toString() {
        return name;
    }
}
