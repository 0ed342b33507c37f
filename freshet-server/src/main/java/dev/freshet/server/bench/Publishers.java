package dev.freshet.server.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The publishing connections: gives every publication, when it is due, to one that is free.
///
/// Belongs to one event loop; the methods that say so may be called by any thread.
final class Publishers {
    private final LoadPlan plan;
    private final Dialer dialer;
    private final Subscriptions subscriptions;
    private final LongSupplier clock;
    private final PublicationText text;
    private final List<Publisher> all = new ArrayList<>();
    private final Queue<Publisher> free = new ArrayDeque<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private @Nullable PublishingRound round;
    private long number;
    private int usable;
    private boolean scheduled;

    Publishers(LoadPlan plan, Dialer dialer, Subscriptions subscriptions, LongSupplier clock) {
        this.plan = plan;
        this.dialer = dialer;
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.text = new PublicationText(clock, plan.payload());
    }

    /// Opens all connections; any thread. What is returned is done when they are open and fails
    /// with a [LoadFailure] when one could not be.
    CompletableFuture<Void> open() {
        dialer.loop()
                .execute(() -> {
                    usable = plan.publishers();
                    for (int i = 0; i < plan.publishers(); i++) {
                        all.add(
                                plan.overSocket()
                                        ? new SocketPublisher(this)
                                        : new HttpPublisher(this));
                    }
                    all.forEach(Publisher::open);
                });
        return opened;
    }

    /// Begins to publish; any thread, once the last round is done.
    PublishingRound start(PublishingRound next) {
        dialer.loop()
                .execute(() -> {
                    round = next;
                    publishWhatIsDue();
                });
        return next;
    }

    /// Publishes nothing more; any thread.
    void stop(PublishingRound running) {
        running.stop();
        dialer.loop().execute(this::publishWhatIsDue);
    }

    void ready(Publisher publisher) {
        free.add(publisher);
        if (free.size() == plan.publishers()) {
            opened.complete(null);
        }
        publishWhatIsDue();
    }

    /// A publisher's connection is gone; it connects again.
    void lost(Publisher publisher) {
        free.remove(publisher);
    }

    /// A publisher could not connect; it is not tried again.
    void failed(String how) {
        usable--;
        opened.completeExceptionally(new LoadFailure("a publisher has " + how));
        publishWhatIsDue();
    }

    private void publishWhatIsDue() {
        if (round == null) {
            return;
        }
        long wait = usable == 0 ? -1 : round.untilNext();
        while (wait == 0 && !free.isEmpty()) {
            round.begin();
            free.remove().publish(number++, round);
            wait = round.untilNext();
        }
        if (wait < 0) {
            round.finishWhenQuiet();
        } else if (wait > 0 && !scheduled) {
            scheduled = true;
            dialer.loop().schedule(this::wake, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void wake() {
        scheduled = false;
        publishWhatIsDue();
    }

    LoadPlan plan() {
        return plan;
    }

    Dialer dialer() {
        return dialer;
    }

    PublicationText text() {
        return text;
    }

    long now() {
        return clock.getAsLong();
    }

    int channelOf(long publication) {
        return (int) (publication % plan.channels());
    }

    /// Tells a round that the server took a publication.
    void accepted(PublishingRound running, long publication, long sentAt) {
        running.accepted(subscriptions.of(channelOf(publication)), now() - sentAt);
    }

    void close() {
        all.forEach(Publisher::close);
    }
}
