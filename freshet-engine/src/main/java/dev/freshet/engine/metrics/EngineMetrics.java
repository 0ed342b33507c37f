package dev.freshet.engine.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/// What one engine counts. Any thread.
public final class EngineMetrics {
    private final List<LoopMetrics> loops = new CopyOnWriteArrayList<>();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final LongAdder connectionsAccepted = new LongAdder();
    private final LongAdder subscriptionsAccepted = new LongAdder();
    private final LongAdder publications = new LongAdder();
    private final LongAdder oversizeMessages = new LongAdder();
    private final Durations broadcasts = new Durations();
    private final Durations commandAnswers = new Durations();
    private final Durations pongs = new Durations();
    private final LabeledCounter commands = new LabeledCounter();
    private final LabeledCounter replyErrors = new LabeledCounter();
    private final LabeledCounter disconnects = new LabeledCounter();
    private final LabeledCounter unsubscribes = new LabeledCounter();
    private final LabeledCounter recoveries = new LabeledCounter();
    private final LabeledCounter dropped = new LabeledCounter();
    private final LongAdder insufficientStates = new LongAdder();
    private final SlowCounts slow = new SlowCounts();

    /// Counters for one more event loop.
    public LoopMetrics newLoop() {
        var loop = new LoopMetrics();
        loops.add(loop);
        return loop;
    }

    /// A sum over all event loops, for example `sum(LoopMetrics::bytesSent)`.
    public long sum(ToLongFunction<LoopMetrics> count) {
        return loops.stream().mapToLong(count).sum();
    }

    /// Subscriptions that are open now.
    public AtomicInteger subscriptions() {
        return subscriptions;
    }

    public LongAdder connectionsAccepted() {
        return connectionsAccepted;
    }

    public LongAdder subscriptionsAccepted() {
        return subscriptionsAccepted;
    }

    /// Publications that reached this node's hub.
    public LongAdder publications() {
        return publications;
    }

    /// Connections closed with 1009.
    public LongAdder oversizeMessages() {
        return oversizeMessages;
    }

    /// From a publication's arrival to its place in the queue of every group.
    public Durations broadcasts() {
        return broadcasts;
    }

    /// From a command that a handler decides about to the handler's answer.
    public Durations commandAnswers() {
        return commandAnswers;
    }

    /// From pings to their pongs.
    public Durations pongs() {
        return pongs;
    }

    /// Commands by method.
    public LabeledCounter commands() {
        return commands;
    }

    /// Refused commands by code.
    public LabeledCounter replyErrors() {
        return replyErrors;
    }

    /// Connections closed by the server, by code.
    public LabeledCounter disconnects() {
        return disconnects;
    }

    /// Subscriptions ended by the server, by code.
    public LabeledCounter unsubscribes() {
        return unsubscribes;
    }

    /// Recoveries by outcome, `yes` or `no`.
    public LabeledCounter recoveries() {
        return recoveries;
    }

    /// Subscriptions that missed a publication and were told so.
    public LongAdder insufficientStates() {
        return insufficientStates;
    }

    /// Messages that slow clients were not sent, by slow rule.
    public LabeledCounter dropped() {
        return dropped;
    }

    /// The same by channel, with the connections that were closed.
    public SlowCounts slow() {
        return slow;
    }
}
