package dev.freshet.engine.client;

import dev.freshet.engine.channel.SlowRule;
import dev.freshet.engine.hub.Batch;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is kept for a client that does not read as fast as its channels publish, by the slow rule
/// of each subscription. Event loop only.
final class Lag {
    /// What each kept piece takes besides its bytes; small ones would be worth nothing else.
    static final int OVERHEAD = 64;

    private static final int LEAST_GONE = 16;

    /// Compared by identity: the same bytes may be kept twice.
    private static final class Held {
        final Subscription subscription;
        final ByteBuf bytes;
        final int size;
        final int messages;
        final int publications;

        /// That the bytes are of, when they are shared.
        final @Nullable Batch batch;

        /// True when it was let go of; it may stand in a queue a while longer.
        boolean gone;

        /// What the loop counts of it besides its batch.
        int counted;

        Held(
                Subscription subscription,
                ByteBuf bytes,
                List<ChannelMessage> messages,
                @Nullable Batch batch) {
            this.subscription = subscription;
            this.bytes = bytes;
            this.size = OVERHEAD + bytes.readableBytes();
            this.messages = messages.size();
            this.publications = publicationsIn(messages);
            this.batch = batch;
        }
    }

    private final Client client;
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    /// How many of these are gone: they are taken out when they come first, or are many.
    private int gone;

    /// Those that may be dropped, in the same order.
    private final ArrayDeque<Held> droppable = new ArrayDeque<>(0);

    /// What waits of a subscription of which only the newest waits.
    private final Map<Subscription, Held> newestOf = new HashMap<>(0);

    private long bytes;

    Lag(Client client) {
        this.client = client;
    }

    /// Keeps a batch, taking over one reference to its bytes.
    void hold(Subscription subscription, Batch batch) {
        var messages = batch.messages();
        boolean isOnePublication = messages.size() == 1 && publicationsIn(messages) == 1;
        if (subscription.slowRule() == SlowRule.CONFLATE && !isOnePublication) {
            batch.bytes().release();
            conflate(subscription, messages);
        } else {
            hold(new Held(subscription, batch.bytes(), messages, batch));
        }
    }

    private static int publicationsIn(List<ChannelMessage> messages) {
        int count = 0;
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof Publication) {
                count++;
            }
        }
        return count;
    }

    /// Keeps messages that only this client gets, taking over one reference to their bytes.
    void hold(Subscription subscription, ByteBuf own, List<ChannelMessage> messages) {
        hold(new Held(subscription, own, messages, null));
    }

    /// Keeps the newest publication of some messages, whole and instead of what is kept; joins and
    /// leaves are not worth its place.
    void conflate(Subscription subscription, List<ChannelMessage> messages) {
        int newest = messages.size() - 1;
        while (newest >= 0 && !(messages.get(newest) instanceof Publication)) {
            newest--;
        }
        if (newest < 0) {
            dropped(subscription, messages.size(), 0);
            return;
        }
        var kept = List.of(messages.get(newest));
        var own = subscription.encode(kept, null);
        if (own != null) {
            hold(subscription, own, kept);
            dropped(subscription, messages.size() - 1, publicationsIn(messages) - 1);
        }
    }

    private void hold(Held next) {
        var before =
                next.subscription.slowRule() == SlowRule.CONFLATE
                        ? newestOf.get(next.subscription)
                        : null;
        add(next);
        if (before != null) {
            drop(before);
        }
        long max = client.context().limits().maxQueuedBytes();
        while (bytes > max) {
            var oldest = droppable.peekFirst();
            if (oldest == null) {
                client.closeSlow();
                return;
            }
            drop(oldest);
        }
    }

    private void drop(Held each) {
        if (!each.gone) {
            gone++;
            letGo(each);
            tidy();
            dropped(each.subscription, each.messages, each.publications);
        }
    }

    /// Takes out what is gone: each is passed over a constant number of times.
    private void tidy() {
        if (gone > LEAST_GONE && gone > held.size() / 2) {
            held.removeIf(each -> each.gone);
            gone = 0;
        }
    }

    /// The client is closed because of what is held: counts it for each channel that is part of it.
    void countClosed() {
        var slow = client.context().engineMetrics().slow();
        held.stream()
                .filter(each -> !each.gone)
                .map(each -> each.subscription.channel())
                .distinct()
                .forEach(slow::closed);
    }

    private void dropped(Subscription subscription, int messages, int publications) {
        if (messages == 0) {
            return;
        }
        client.context()
                .engineMetrics()
                .dropped()
                .add(subscription.slowRule().name().toLowerCase(Locale.ROOT), messages);
        client.context().engineMetrics().slow().dropped(subscription.channel(), messages);
        if (publications > 0) {
            subscription.missed();
        }
    }

    // ---- what is kept, and for how long

    private void add(Held next) {
        held.addLast(next);
        bytes += next.size;
        switch (next.subscription.slowRule()) {
            case DISCONNECT -> {}
            case DROP_OLDEST -> droppable.addLast(next);
            case CONFLATE -> newestOf.put(next.subscription, next);
        }
        if (next.batch == null) {
            count(next, next.size);
            return;
        }
        // Its bytes are counted once for all who keep it.
        next.batch.hold();
        if (!next.gone) {
            count(next, OVERHEAD);
        }
    }

    /// Counting may be what closes this client, and all that is kept is gone then.
    private void count(Held next, int size) {
        next.counted = size;
        client.context().countHeldBytes(size);
    }

    private void letGo(Held each) {
        each.gone = true;
        bytes -= each.size;
        newestOf.remove(each.subscription, each);
        for (var first = droppable.peekFirst();
                first != null && first.gone;
                first = droppable.peekFirst()) {
            droppable.removeFirst();
        }
        client.context().countHeldBytes(-each.counted);
        if (each.batch == null) {
            each.bytes.release();
        } else {
            each.batch.letGo();
        }
    }

    /// Throws away what is kept for a subscription that has ended: were it made anew, the client
    /// would take it for news.
    void forget(Subscription subscription) {
        held.removeIf(each -> {
            if (!each.gone && each.subscription.equals(subscription)) {
                letGo(each);
            }
            return each.gone;
        });
        droppable.removeIf(each -> each.gone);
        gone = 0;
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return held.size() == gone;
    }

    /// Hands over the oldest bytes first, as long as the transport takes them.
    void sendTo(Transport transport) {
        while (!held.isEmpty() && transport.isWritable()) {
            var next = held.removeFirst();
            if (next.gone) {
                gone--;
            } else {
                transport.send(next.bytes.retain(), next.messages);
                letGo(next);
            }
        }
    }

    void clear() {
        for (var each = held.pollFirst(); each != null; each = held.pollFirst()) {
            if (!each.gone) {
                letGo(each);
            }
        }
        gone = 0;
    }
}
