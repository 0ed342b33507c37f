package dev.freshet.engine.broker;

import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One channel's stream: its position, the publications that are kept, and what a repeated
/// publication is recognised by (§10 to §12).
///
/// It has no clock: callers say what time it is, and what has expired by then is gone. Whoever
/// calls holds its monitor, so that a publication is appended and announced in one step and the
/// order of announcing is the order of the offsets.
final class PublicationLog {
    /// About what a log takes besides what it keeps, with its places in the broker's collections.
    static final int OVERHEAD = 640;

    private static final long LONGEST_NANOS = Duration.ofDays(100 * 365).toNanos();

    /// Of a channel without publications anybody may ask for the position, and nothing is lost when
    /// it is forgotten. Those who follow it ask more often.
    private static final Duration LONGEST_UNUSED = Duration.ofMinutes(5);

    private final String channel;
    private final PublicationListener listener;
    private final Epochs epochs;
    private final HistoryBudget budget;
    private final StreamEntries entries;
    private final IdempotencyKeys keys;
    private final LastVersion version = new LastVersion();

    /// [StreamPosition#NONE] while the channel has no stream.
    private StreamPosition top = StreamPosition.NONE;

    /// True when something without a position was announced after the newest entry.
    private boolean intruded;

    private long entriesUntil;
    private long positionUntil;
    private boolean retired;
    private ExpiryQueue.@Nullable Place place;

    /// For others to compare without the monitor.
    private volatile long bytes;

    PublicationLog(
            String channel, PublicationListener listener, Epochs epochs, HistoryBudget budget) {
        this.channel = channel;
        this.listener = listener;
        this.epochs = epochs;
        this.budget = budget;
        this.entries = new StreamEntries(budget);
        this.keys = new IdempotencyKeys(budget);
    }

    // ---- what a broker does

    /// Appends what the options keep, and announces it, unless it is a repetition.
    Published publish(Publication publication, PublishOptions options, long now, long unixMillis) {
        forgetExpired(now);
        var first = keys.find(options.idempotencyKey());
        if (first != null) {
            return new Published(first, true);
        }
        var history = options.history();
        if (!history.isKept()) {
            announceWithoutPosition(publication);
        } else if (version.isOutdated(options)) {
            return new Published(top, true);
        } else {
            append(publication, options, now, unixMillis);
        }
        var position = history.isKept() ? top : StreamPosition.NONE;
        remember(options, position, now);
        keepToBudget();
        return new Published(position, false);
    }

    /// Announces a publication that has no place in the stream.
    void announceWithoutPosition(Publication publication) {
        intruded = true;
        listener.onMessage(channel, publication);
    }

    /// Something without a position was announced, before or after the newest entry.
    void distrustNewest() {
        intruded = true;
    }

    /// A part of the stream, and its top, for which it is given an epoch when it has none.
    StreamPart read(HistoryQuery query, long now) {
        forgetExpired(now);
        begin();
        positionUntil = later(now, top.offset() == 0 ? unused(query.metaTtl()) : query.metaTtl());
        var newest = entries.newest();
        return new StreamPart(
                select(query), top, newest == null || intruded ? null : newest.data());
    }

    /// Forgets the publications; the position stays.
    void removeEntries() {
        entries.clear();
        countBytes();
    }

    // ---- publishing

    private void append(
            Publication publication, PublishOptions options, long now, long unixMillis) {
        begin();
        top = new StreamPosition(top.offset() + 1, top.epoch());
        version.note(options);
        var numbered = publication.at(top, unixMillis);
        keep(numbered, options.history(), now);
        intruded = false;
        listener.onMessage(channel, numbered);
    }

    private void begin() {
        if (!hasStream()) {
            top = new StreamPosition(0, epochs.next());
        }
    }

    private void keep(Publication numbered, HistoryOptions history, long now) {
        entries.add(numbered);
        while (entries.size() > history.size()) {
            entries.removeOldest();
        }
        entriesUntil = later(now, history.ttl());
        positionUntil = later(now, history.metaTtl());
    }

    private void remember(PublishOptions options, StreamPosition position, long now) {
        if (!options.idempotencyKey().isEmpty() && options.idempotencyTtl().isPositive()) {
            keys.remember(options.idempotencyKey(), position, later(now, options.idempotencyTtl()));
        }
    }

    private static Duration unused(Duration metaTtl) {
        return metaTtl.compareTo(LONGEST_UNUSED) < 0 ? metaTtl : LONGEST_UNUSED;
    }

    /// Whole centuries are as good as for ever, and cannot overflow.
    private static long later(long now, Duration time) {
        return now + (time.toDays() >= 100 * 365 ? LONGEST_NANOS : time.toNanos());
    }

    // ---- reading

    private List<Publication> select(HistoryQuery query) {
        int limit = query.limit() < 0 ? Integer.MAX_VALUE : query.limit();
        var since = query.since();
        if (!query.reverse()) {
            long after = since == null ? 0 : since.offset();
            return isAhead(after) ? List.of() : entries.after(after, limit);
        }
        long before = since == null ? top.offset() + 1 : since.offset();
        // One behind the top is where reading backwards begins; the stream never was further.
        return isAhead(before - 1) ? List.of() : entries.before(before, limit);
    }

    /// Clients send unsigned offsets.
    private boolean isAhead(long offset) {
        return Long.compareUnsigned(offset, top.offset()) > 0;
    }

    // ---- what is given up

    private void keepToBudget() {
        countBytes();
        budget.grown(this);
        while (budget.isExceeded() && (entries.size() > 1 || keys.size() > 1)) {
            giveUpOldest();
        }
    }

    /// Gives up the oldest publication or, when none is kept, the idempotency key that would expire
    /// first.
    void giveUpOldest() {
        if (entries.size() > (keys.size() > 1 ? 1 : 0)) {
            entries.removeOldest();
        } else {
            keys.forgetSoonest();
        }
        budget.countTrimmed();
        countBytes();
    }

    void forgetExpired(long now) {
        keys.forgetExpired(now);
        if (hasStream() && positionUntil - now <= 0) {
            entries.clear();
            top = StreamPosition.NONE;
            version.forget();
        }
        if (entries.size() > 0 && entriesUntil - now <= 0) {
            entries.clear();
        }
        countBytes();
    }

    /// A volatile field costs only when it is written.
    private void countBytes() {
        long kept = entries.bytes() + keys.bytes();
        if (kept != bytes) {
            bytes = kept;
        }
    }

    private boolean hasStream() {
        return !top.epoch().isEmpty();
    }

    // ---- how long it stays

    /// About how many bytes it keeps; may be asked without the monitor.
    long bytes() {
        return bytes;
    }

    String channel() {
        return channel;
    }

    /// True when there is nothing worth keeping.
    boolean isEmpty() {
        return !hasStream() && keys.size() == 0;
    }

    /// True when it has a position because somebody asked, and nothing else.
    boolean isUnused() {
        return hasStream() && top.offset() == 0 && keys.size() == 0;
    }

    /// When something of it expires; only of use while it is not empty.
    long nextExpiry() {
        long next = hasStream() ? positionUntil : keys.nextExpiry();
        if (entries.size() > 0) {
            next = sooner(next, entriesUntil);
        }
        return keys.size() > 0 ? sooner(next, keys.nextExpiry()) : next;
    }

    private static long sooner(long one, long other) {
        return one - other <= 0 ? one : other;
    }

    ExpiryQueue.@Nullable Place place() {
        return place;
    }

    void setPlace(ExpiryQueue.@Nullable Place newPlace) {
        place = newPlace;
    }

    /// True when it is no longer the channel's log and must not be used.
    boolean isRetired() {
        return retired;
    }

    void retire() {
        retired = true;
    }
}
