package dev.freshet.engine.client;

import dev.freshet.engine.channel.SlowRule;
import dev.freshet.engine.hub.Batch;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is kept for a client that does not read as fast as its channels publish, by the slow rule
/// of each subscription. Event loop only.
final class Lag {
    /// Compared by identity: the same bytes may be kept twice.
    private static final class Held {
        final Subscription subscription;
        final ByteBuf bytes;
        final int size;
        final int messages;
        final int publications;

        /// That the bytes are of, when they are shared.
        final @Nullable Batch batch;

        Held(
                Subscription subscription,
                ByteBuf bytes,
                List<ChannelMessage> messages,
                @Nullable Batch batch) {
            this.subscription = subscription;
            this.bytes = bytes;
            this.size = bytes.readableBytes();
            this.messages = messages.size();
            this.publications = publicationsIn(messages);
            this.batch = batch;
        }
    }

    private final Client client;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
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
                        ? firstOf(next.subscription)
                        : null;
        add(next);
        if (before != null) {
            drop(before);
        }
        long max = client.context().limits().maxQueuedBytes();
        while (bytes > max) {
            var oldest = oldestThatMayGo();
            if (oldest == null) {
                client.closeSlow();
                return;
            }
            drop(oldest);
        }
    }

    private @Nullable Held firstOf(Subscription subscription) {
        for (var each : held) {
            if (each.subscription.equals(subscription)) {
                return each;
            }
        }
        return null;
    }

    private @Nullable Held oldestThatMayGo() {
        for (var each : held) {
            if (each.subscription.slowRule() == SlowRule.DROP_OLDEST) {
                return each;
            }
        }
        return null;
    }

    private void drop(Held gone) {
        if (held.remove(gone)) {
            letGo(gone);
            dropped(gone.subscription, gone.messages, gone.publications);
        }
    }

    private void dropped(Subscription subscription, int messages, int publications) {
        if (messages == 0) {
            return;
        }
        client.context()
                .engineMetrics()
                .dropped()
                .add(subscription.slowRule().name().toLowerCase(Locale.ROOT), messages);
        if (publications > 0) {
            subscription.missed();
        }
    }

    // ---- what is kept, and for how long

    private void add(Held next) {
        held.addLast(next);
        bytes += next.size;
        if (next.batch == null) {
            client.context().countHeldBytes(next.size);
        } else {
            next.batch.hold();
        }
    }

    private void letGo(Held gone) {
        bytes -= gone.size;
        if (gone.batch == null) {
            client.context().countHeldBytes(-gone.size);
            gone.bytes.release();
        } else {
            gone.batch.letGo();
        }
    }

    /// Throws away what is kept for a subscription that has ended: were it made anew, the client
    /// would take it for news.
    void forget(Subscription subscription) {
        held.removeIf(each -> {
            boolean gone = each.subscription.equals(subscription);
            if (gone) {
                letGo(each);
            }
            return gone;
        });
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /// Hands over the oldest bytes first, as long as the transport takes them.
    void sendTo(Transport transport) {
        while (!held.isEmpty() && transport.isWritable()) {
            var next = held.removeFirst();
            transport.send(next.bytes.retain(), next.messages);
            letGo(next);
        }
    }

    void clear() {
        held.forEach(this::letGo);
        held.clear();
    }
}
