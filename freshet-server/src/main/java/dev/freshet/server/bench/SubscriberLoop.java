package dev.freshet.server.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Sets up the subscribers of one event loop, some at a time, and keeps them.
///
/// Belongs to the loop.
final class SubscriberLoop {
    private final LoadPlan plan;
    private final Dialer dialer;
    private final Arrivals arrivals;
    private final Subscriptions subscriptions;
    private final Queue<Integer> waiting = new ArrayDeque<>();
    private final List<ClientSocket> sockets = new ArrayList<>();
    private @Nullable Recovery recovery;

    SubscriberLoop(LoadPlan plan, Dialer dialer, Arrivals arrivals, Subscriptions subscriptions) {
        this.plan = plan;
        this.dialer = dialer;
        this.arrivals = arrivals;
        this.subscriptions = subscriptions;
    }

    LoadPlan plan() {
        return plan;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /// Opens one connection for each channel number.
    ///
    /// @param missed what the connections ask for; null when they are new
    void open(List<Integer> channels, @Nullable Recovery missed) {
        recovery = missed;
        waiting.addAll(channels);
        for (int i = 0; i < Math.max(1, plan.connecting() / plan.loops()); i++) {
            openNext();
        }
    }

    private void openNext() {
        var channel = waiting.poll();
        if (channel != null) {
            sockets.add(dialer.openSocket(subscriber(channel)));
        }
    }

    private SocketListener subscriber(int channel) {
        return recovery == null
                ? new Subscriber(this, channel)
                : new RecoveringSubscriber(this, recovery, channel);
    }

    void subscribed(int channel) {
        subscriptions.ready(channel);
        openNext();
    }

    void refused(String how) {
        subscriptions.refused(how);
        openNext();
    }

    void closed(String how) {
        subscriptions.closed(how);
    }

    /// Gives up what is not open yet and closes the rest.
    void close() {
        waiting.clear();
        sockets.forEach(ClientSocket::close);
        sockets.clear();
    }
}
