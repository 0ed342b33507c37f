package dev.freshet.engine.client;

import dev.freshet.engine.channel.TagsFilter;
import dev.freshet.engine.hub.Batch;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where a subscription is in its channel, and what it may take of a batch (§10.4, §15, §16).
///
/// The usual batch continues where the last one ended and is taken whole by one comparison.
/// Whatever else comes is looked at message by message: what the client has seen or does not want
/// is left out, a hole ends the subscription. Event loop only.
final class Cursor {
    private final boolean positioned;
    private final boolean delta;
    private final @Nullable TagsFilter filter;

    /// The stream, and the offset that has to come next.
    private String epoch = "";

    private long next;

    /// Publications numbered up to here are in the snapshot that the client got; 0 for none.
    private long skipThrough;

    /// What the client has to build on is not what its group builds on: it is this, or nothing.
    private @Nullable Payload ownBase;

    private boolean onOwnBase = true;

    /// What came before the reply was written; null afterwards.
    private @Nullable HeldMessages held;

    /// When something with a place came last, or was compared with the stream, by the loop's coarse
    /// clock.
    private long quietSince;

    /// A comparison with the stream has begun, and the broker has not answered yet.
    private boolean comparing;

    Cursor(boolean positioned, boolean delta, @Nullable TagsFilter filter, long maxHeldBytes) {
        this.positioned = positioned;
        this.delta = delta;
        this.filter = filter;
        this.held = new HeldMessages(maxHeldBytes);
    }

    /// True when every batch is taken as it is from now on.
    boolean isPlain() {
        return held == null && !positioned && !delta && filter == null && skipThrough == 0;
    }

    boolean isPositioned() {
        return positioned;
    }

    @Nullable TagsFilter filter() {
        return filter;
    }

    HeldMessages held() {
        if (held == null) {
            throw new IllegalStateException("nothing is held back any more");
        }
        return held;
    }

    /// The place after which the stream is followed.
    void follow(StreamPosition position) {
        epoch = position.epoch();
        next = position.offset() + 1;
    }

    StreamPosition position() {
        return new StreamPosition(next - 1, epoch);
    }

    void skipThrough(long sequence) {
        skipThrough = sequence;
    }

    /// What the client got last, for deltas to build on; null when it has to get a whole one.
    void base(@Nullable Payload data) {
        ownBase = data;
        onOwnBase = true;
    }

    long quietSince() {
        return quietSince;
    }

    void heardAt(long coarseNanos) {
        quietSince = coarseNanos;
    }

    boolean isBeingCompared() {
        return comparing;
    }

    void comparing(boolean now) {
        comparing = now;
    }

    /// Sends what was held back; the reply has been written.
    void release(Subscription subscription) {
        var messages = held().messages();
        held = null;
        quietSince = subscription.client().context().coarseNanos();
        send(subscription, messages, null);
    }

    /// True when the filter wants the publication. Whoever gets deltas gets every publication,
    /// because the next one builds on it.
    boolean wants(Publication publication) {
        return filter == null || delta || filter.matches(publication.tags());
    }

    // ---- deliveries

    void deliver(Subscription subscription, Batch batch) {
        if (held != null) {
            batch.bytes().release();
            if (!held.add(batch.messages())) {
                subscription.client().closeSlow();
            }
            return;
        }
        if (batch.hasPositions()) {
            quietSince = subscription.client().context().coarseNanos();
        }
        boolean whole =
                takesWhole(batch) && !(delta && subscription.client().dropsFor(subscription));
        if (whole && (!delta || !onOwnBase || Objects.equals(ownBase, batch.base()))) {
            advance(batch);
            subscription.client().deliver(subscription, batch);
            return;
        }
        batch.bytes().release();
        var variant = whole && batch.hasPublications() ? batch.on(ownBase) : null;
        if (variant != null) {
            variant.bytes().retain();
            advance(batch);
            subscription.client().deliver(subscription, variant);
            return;
        }
        send(subscription, batch.messages(), batch);
    }

    /// True when the client gets all messages of the batch, if need be encoded for it.
    private boolean takesWhole(Batch batch) {
        if (positioned && batch.hasPositions() && !batch.continues(epoch, next)) {
            return false;
        }
        if (skipThrough != 0 && batch.firstSequence() <= skipThrough) {
            return false;
        }
        return filter == null || delta || wantsAll(batch.messages());
    }

    private boolean wantsAll(List<ChannelMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof Publication publication && !wants(publication)) {
                return false;
            }
        }
        return true;
    }

    private void advance(Batch batch) {
        if (positioned && batch.hasPositions()) {
            next = batch.lastOffset() + 1;
        }
        skipThrough = 0;
        onOwnBase = false;
        ownBase = null;
    }

    /// Sends what the client has to get of some messages, encoded for it alone.
    ///
    /// @param batch that they are from, when it is its whole group's
    private void send(
            Subscription subscription, List<ChannelMessage> messages, @Nullable Batch batch) {
        var wanted = new ArrayList<ChannelMessage>(messages.size());
        var base = onOwnBase || batch == null ? ownBase : batch.base();
        Payload lastSeen = null;
        Payload lastSent = null;
        boolean hole = false;
        for (var message : messages) {
            if (!(message instanceof Publication publication)) {
                wanted.add(message);
                continue;
            }
            lastSeen = publication.data();
            switch (step(publication)) {
                case SEND -> {
                    wanted.add(publication);
                    lastSent = publication.data();
                }
                case SKIP -> base = wanted.isEmpty() && !onOwnBase ? null : base;
                case HOLE -> hole = true;
            }
            if (hole) {
                break;
            }
        }
        boolean dropping = subscription.client().dropsFor(subscription);
        if (delta) {
            // Only who got the batch's last publication builds on the same as its group.
            onOwnBase = dropping || batch == null || lastSent == null || !lastSent.equals(lastSeen);
            ownBase = !onOwnBase ? null : lastSent == null ? base : lastSent;
        }
        // Behind that, because what is dropped at once is no base.
        subscription.deliverOwn(wanted, dropping ? null : base);
        if (hole) {
            subscription.insufficientState();
        }
    }

    private enum Step {
        SEND,
        SKIP,
        HOLE
    }

    private Step step(Publication publication) {
        if (positioned && publication.hasPosition()) {
            if (!publication.epoch().equals(epoch)
                    || Long.compareUnsigned(publication.offset(), next) > 0) {
                return Step.HOLE;
            }
            if (publication.offset() != next) {
                return Step.SKIP;
            }
            next++;
        }
        boolean inSnapshot = publication.sequence() != 0 && publication.sequence() <= skipThrough;
        return inSnapshot || !wants(publication) ? Step.SKIP : Step.SEND;
    }
}
