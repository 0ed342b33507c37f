package dev.freshet.engine.client;

import dev.freshet.engine.channel.SlowRule;
import dev.freshet.engine.hub.Batch;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is kept for a client that does not read as fast as its channels publish, by the slow rule
/// of each subscription. Event loop only.
final class Lag {
    private record Held(
            Subscription subscription, ByteBuf bytes, int messages, @Nullable Batch batch) {
        void letGo() {
            if (batch == null) {
                bytes.release();
            } else {
                batch.letGo();
            }
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
        if (subscription.slowRule() == SlowRule.CONFLATE && batch.messages().size() > 1) {
            batch.bytes().release();
            var newest = subscription.newestOf(batch);
            if (newest != null) {
                holdNewest(new Held(subscription, newest, 1, null));
            }
            dropped(subscription, batch.messages().size() - (newest == null ? 0 : 1));
            return;
        }
        batch.hold();
        hold(new Held(subscription, batch.bytes(), batch.messages().size(), batch));
    }

    /// Keeps bytes that only this client gets, taking over one reference.
    void hold(Subscription subscription, ByteBuf own, int messages) {
        hold(new Held(subscription, own, messages, null));
    }

    private void hold(Held next) {
        if (next.subscription().slowRule() == SlowRule.CONFLATE) {
            holdNewest(next);
            return;
        }
        add(next);
        long max = client.context().limits().maxQueuedBytes();
        while (bytes > max) {
            var oldest = oldestThatMayGo();
            if (oldest == null) {
                client.closeSlow();
                return;
            }
            remove(oldest);
        }
    }

    private void holdNewest(Held newest) {
        var before = ofSubscription(newest.subscription());
        add(newest);
        if (before != null) {
            remove(before);
        }
    }

    private @Nullable Held ofSubscription(Subscription subscription) {
        for (var each : held) {
            if (each.subscription() == subscription) {
                return each;
            }
        }
        return null;
    }

    private @Nullable Held oldestThatMayGo() {
        for (var each : held) {
            if (each.subscription().slowRule() == SlowRule.DROP_OLDEST) {
                return each;
            }
        }
        return null;
    }

    private void add(Held next) {
        held.addLast(next);
        bytes += next.bytes().readableBytes();
    }

    private void remove(Held gone) {
        if (held.remove(gone)) {
            bytes -= gone.bytes().readableBytes();
            gone.letGo();
            dropped(gone.subscription(), gone.messages());
        }
    }

    private void dropped(Subscription subscription, int messages) {
        if (messages == 0) {
            return;
        }
        client.context()
                .engineMetrics()
                .dropped()
                .add(subscription.slowRule().name().toLowerCase(Locale.ROOT), messages);
        if (subscription.isPositioned() && subscription.isActive()) {
            subscription.insufficientState();
        }
    }

    /// Throws away what is kept for a subscription that has ended: were it made anew, the client
    /// would take it for news.
    void forget(Subscription subscription) {
        held.removeIf(each -> {
            if (each.subscription() != subscription) {
                return false;
            }
            bytes -= each.bytes().readableBytes();
            each.letGo();
            return true;
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
            bytes -= next.bytes().readableBytes();
            transport.send(next.bytes().retain(), next.messages());
            next.letGo();
        }
    }

    void clear() {
        held.forEach(Held::letGo);
        held.clear();
        bytes = 0;
    }
}
