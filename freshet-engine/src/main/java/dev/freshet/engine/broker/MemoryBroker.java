package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Publication;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The broker of a node that stands alone: what is published arrives at once, on the publisher's
/// thread.
///
/// A channel has a [PublicationLog] from the first publication with history, idempotency key or
/// question for its position until that expires; its monitor is held while something is appended
/// and announced. Channels without one have no lock.
public final class MemoryBroker implements Broker {
    public static final long DEFAULT_MAX_HISTORY_BYTES = 256L << 20;

    private static final CompletionStage<@Nullable Void> DONE =
            CompletableFuture.completedStage(null);
    private static final CompletionStage<Published> PUBLISHED =
            CompletableFuture.completedStage(Published.WITHOUT_POSITION);

    private final PublicationListener listener;
    private final HistoryBudget budget;
    private final Epochs epochs;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, PublicationLog> logs = new ConcurrentHashMap<>();
    private final LooseAnnouncements loose = new LooseAnnouncements();
    private final ExpiryQueue expiries = new ExpiryQueue();

    /// Those that have a position because somebody asked for it, and nothing else.
    private final ExpiryQueue unused = new ExpiryQueue();

    private final Object search = new Object();

    /// Logs that may have to give up something when the fullest is not known.
    private Iterator<PublicationLog> rest = Collections.emptyIterator(); // guarded by search

    /// Keeps up to [#DEFAULT_MAX_HISTORY_BYTES].
    public MemoryBroker(PublicationListener listener) {
        this(listener, DEFAULT_MAX_HISTORY_BYTES);
    }

    /// @param maxHistoryBytes what all channels may keep together, about, and 640 bytes for each of
    ///   them; above it positions go that nobody published to while these are many, and the oldest
    ///   publications go before their time: first those of the channel that is published to, except
    ///   its newest, then those of the channel that keeps the most
    public MemoryBroker(PublicationListener listener, long maxHistoryBytes) {
        this(
                listener,
                maxHistoryBytes,
                new SecureRandom(),
                System::nanoTime,
                InstantSource.system());
    }

    /// With time and chance of the caller's choice.
    ///
    /// @param random for the epochs of streams
    /// @param nanoTime what expiry is reckoned by
    /// @param clock what publications are dated by
    public MemoryBroker(
            PublicationListener listener,
            long maxHistoryBytes,
            RandomGenerator random,
            LongSupplier nanoTime,
            InstantSource clock) {
        this.listener = listener;
        this.budget = new HistoryBudget(maxHistoryBytes);
        this.epochs = new Epochs(random);
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Published> publish(
            String channel, Publication publication, PublishOptions options) {
        if (!options.history().isKept() && options.idempotencyKey().isEmpty()) {
            return announceWithoutPosition(channel, publication);
        }
        return CompletableFuture.completedStage(
                withLog(channel, log -> append(log, publication, options)));
    }

    private CompletionStage<Published> announceWithoutPosition(
            String channel, Publication publication) {
        loose.begin(channel);
        try {
            if (!logs.containsKey(channel)) {
                listener.onMessage(channel, publication);
                return PUBLISHED;
            }
        } finally {
            loose.end(channel);
        }
        return withLog(
                channel,
                log -> {
                    log.announceWithoutPosition(publication);
                    return PUBLISHED;
                });
    }

    /// A log that has just begun does not know whether its subscribers get its newest entry last,
    /// or something that is being announced past it.
    private Published append(PublicationLog log, Publication publication, PublishOptions options) {
        boolean passedBy = loose.isAnyIn(log.channel());
        var published = log.publish(publication, options, nanoTime.getAsLong(), clock.millis());
        if (passedBy) {
            log.distrustNewest();
        }
        return published;
    }

    @Override
    public CompletionStage<@Nullable Void> announce(String channel, ChannelMessage message) {
        listener.onMessage(channel, message);
        return DONE;
    }

    /// All publications of this node pass through the hub, which knows the subscribers.
    @Override
    public boolean needsSubscriptions() {
        return false;
    }

    @Override
    public CompletionStage<@Nullable Void> subscribe(String channel) {
        return DONE;
    }

    @Override
    public CompletionStage<@Nullable Void> unsubscribe(String channel) {
        return DONE;
    }

    @Override
    public CompletionStage<StreamPart> history(String channel, HistoryQuery query) {
        return CompletableFuture.completedStage(
                withLog(channel, log -> log.read(query, nanoTime.getAsLong())));
    }

    @Override
    public CompletionStage<@Nullable Void> removeHistory(String channel) {
        var log = logs.get(channel);
        if (log != null) {
            synchronized (log) {
                log.removeEntries();
            }
        }
        return DONE;
    }

    /// Does one step with the channel's log, which is made when there is none.
    private <T> T withLog(String channel, Function<PublicationLog, T> step) {
        while (true) {
            var log = logOf(channel);
            T result;
            synchronized (log) {
                if (log.isRetired()) {
                    continue;
                }
                try {
                    result = step.apply(log);
                } finally {
                    keepOrRetire(log);
                }
            }
            makeRoom(log);
            return result;
        }
    }

    private PublicationLog logOf(String channel) {
        var log = logs.get(channel);
        return log != null ? log : logs.computeIfAbsent(channel, this::newLog);
    }

    private PublicationLog newLog(String channel) {
        budget.add(PublicationLog.OVERHEAD);
        return new PublicationLog(channel, listener, epochs, budget);
    }

    private void keepOrRetire(PublicationLog log) {
        if (log.isRetired()) {
            return;
        }
        if (log.isEmpty()) {
            retire(log);
        } else {
            var queue = log.isUnused() ? unused : expiries;
            log.setPlace(queue.put(log, log.nextExpiry(), log.place()));
        }
    }

    private void retire(PublicationLog log) {
        log.retire();
        logs.remove(log.channel(), log);
        budget.add(-PublicationLog.OVERHEAD);
    }

    /// What the log could not give up itself is taken from unused ones where these are many, and
    /// from the fullest; only one monitor is held at a time.
    private void makeRoom(PublicationLog used) {
        while (budget.isExceeded()
                && budget.isLargeShare((long) unused.size() * PublicationLog.OVERHEAD)
                && giveUpUnused()) {
            // Until there is room.
        }
        while (budget.isExceeded()) {
            var log = payer(used);
            if (log == null) {
                return;
            }
            synchronized (log) {
                while (budget.isExceeded() && log.bytes() > 0) {
                    log.giveUpOldest();
                }
            }
        }
    }

    /// The fullest log as far as is known, else any, `used` last; null when none keeps anything.
    private @Nullable PublicationLog payer(PublicationLog used) {
        var fullest = budget.fullest();
        if (fullest != null && fullest.bytes() > 0) {
            return fullest;
        }
        boolean anyContent = budget.usedBytes() > logs.mappingCount() * PublicationLog.OVERHEAD;
        var other = anyContent ? nextBut(used) : null;
        return other != null ? other : used.bytes() > 0 ? used : null;
    }

    /// Goes on where the last search ended, so that empty logs are not looked at again and again.
    private @Nullable PublicationLog nextBut(PublicationLog used) {
        synchronized (search) {
            for (int round = 0; round < 2; round++) {
                while (rest.hasNext()) {
                    var log = rest.next();
                    if (log != used && log.bytes() > 0) {
                        return log;
                    }
                }
                rest = logs.values().iterator();
            }
            return null;
        }
    }

    /// Forgets the unused log that was asked for longest ago; one that was asked for again since it
    /// got its place gets a later one instead. False when there is none.
    private boolean giveUpUnused() {
        var due = unused.poll();
        if (due == null) {
            return false;
        }
        var log = due.log();
        synchronized (log) {
            if (!due.place().equals(log.place())) {
                return true;
            }
            log.setPlace(null);
            if (log.isUnused() && log.nextExpiry() == due.place().at()) {
                retire(log);
                budget.countTrimmed();
            } else {
                keepOrRetire(log);
            }
        }
        return true;
    }

    /// Looks at nothing but what expires, and once at each log whose expiry was put off.
    @Override
    public void tidy() {
        long now = nanoTime.getAsLong();
        tidy(expiries, now);
        tidy(unused, now);
    }

    private void tidy(ExpiryQueue queue, long now) {
        for (var due = queue.poll(now); due != null; due = queue.poll(now)) {
            var log = due.log();
            synchronized (log) {
                if (due.place().equals(log.place())) {
                    log.setPlace(null);
                }
                log.forgetExpired(now);
                keepOrRetire(log);
            }
        }
    }

    /// About how many bytes all channels keep now, with what their logs themselves take.
    public long historyBytes() {
        return budget.usedBytes();
    }

    /// How much had to go before its time, so that the rest found room.
    public long trimmedCount() {
        return budget.trimmed();
    }

    /// How many channels have a stream or remember idempotency keys.
    public int logCount() {
        return logs.size();
    }

    @Override
    public void close() {
        logs.clear();
        expiries.clear();
        unused.clear();
    }
}
