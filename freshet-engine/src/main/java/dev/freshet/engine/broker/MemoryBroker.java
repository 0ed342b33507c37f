package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Publication;
import java.security.SecureRandom;
import java.time.InstantSource;
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

    /// Keeps up to [#DEFAULT_MAX_HISTORY_BYTES].
    public MemoryBroker(PublicationListener listener) {
        this(listener, DEFAULT_MAX_HISTORY_BYTES);
    }

    /// @param maxHistoryBytes what all channels may keep together, about; above it the oldest
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
        return log != null
                ? log
                : logs.computeIfAbsent(
                        channel, key -> new PublicationLog(key, listener, epochs, budget));
    }

    private void keepOrRetire(PublicationLog log) {
        if (log.isEmpty()) {
            log.retire();
            logs.remove(log.channel(), log);
        } else {
            log.setPlace(expiries.put(log, log.nextExpiry(), log.place()));
        }
    }

    /// What the log could not give up itself is taken from the fullest; only one monitor is held at
    /// a time.
    private void makeRoom(PublicationLog written) {
        while (budget.isExceeded()) {
            var log = budget.fullestOr(written);
            synchronized (log) {
                while (budget.isExceeded() && log.bytes() > 0) {
                    log.giveUpOldest();
                }
            }
            if (log == written) {
                return;
            }
        }
    }

    /// Looks at nothing but what expires, and once at each log whose expiry was put off.
    @Override
    public void tidy() {
        long now = nanoTime.getAsLong();
        for (var due = expiries.poll(now); due != null; due = expiries.poll(now)) {
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

    /// About how many bytes all channels keep now.
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
    }
}
