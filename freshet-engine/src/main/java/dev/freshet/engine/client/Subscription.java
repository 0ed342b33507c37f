package dev.freshet.engine.client;

import dev.freshet.engine.hub.Batch;
import dev.freshet.engine.hub.Subscriber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client's interest in one channel, under the name that the client used. Event loop only.
public final class Subscription implements Subscriber {
    private final Client client;
    private final String spelling;
    private String channel;
    private int slot = -1;
    private long skipThrough;
    private boolean active;
    private @Nullable List<Runnable> whenSettled;

    Subscription(Client client, String spelling) {
        this.client = client;
        this.spelling = spelling;
        this.channel = spelling;
    }

    /// The name that the client used.
    public String spelling() {
        return spelling;
    }

    /// The canonical name.
    public String channel() {
        return channel;
    }

    /// False while the handler has not answered: the name is reserved, nothing is delivered.
    boolean isActive() {
        return active;
    }

    void join(String canonical) {
        channel = canonical;
        active = true;
        client.context().join(this, key(), java.time.Duration.ZERO);
    }

    void leave() {
        active = false;
        client.context().leave(this, key());
    }

    private dev.freshet.engine.hub.GroupKey key() {
        return new dev.freshet.engine.hub.GroupKey(
                channel, spelling, client.transport().wireForm(false), false);
    }

    /// Publications numbered up to `sequence` are in the snapshot that the client got.
    void skipThrough(long sequence) {
        skipThrough = sequence;
    }

    /// Runs the task when the subscribe in flight has been answered.
    void whenSettled(Runnable task) {
        if (whenSettled == null) {
            whenSettled = new ArrayList<>(1);
        }
        whenSettled.add(task);
    }

    void settled() {
        if (whenSettled != null) {
            var tasks = whenSettled;
            whenSettled = null;
            tasks.forEach(Runnable::run);
        }
    }

    @Override
    public void deliver(Batch batch) {
        if (skipThrough == 0) {
            client.deliver(batch);
        } else {
            deliverUnseen(batch);
        }
    }

    private void deliverUnseen(Batch batch) {
        if (batch.firstSequence() > skipThrough) {
            skipThrough = 0;
            client.deliver(batch);
            return;
        }
        batch.bytes().release();
        var unseen =
                batch.messages().stream()
                        .filter(each ->
                                !(each instanceof dev.freshet.engine.protocol.Publication p)
                                        || p.sequence() == 0
                                        || p.sequence() > skipThrough)
                        .toList();
        if (!unseen.isEmpty()) {
            client.deliverOwn(batch.encode(unseen, null), unseen.size());
        }
    }

    @Override
    public void cannotTake(dev.freshet.engine.protocol.ChannelMessage message) {
        client.disconnect(dev.freshet.engine.protocol.Disconnect.INAPPROPRIATE_PROTOCOL);
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int newSlot) {
        slot = newSlot;
    }
}
