package dev.freshet.engine.hub;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The subscribers of one channel, spelling and wire form on one event loop.
///
/// Publishers on any thread put into a bounded queue; at most one task is scheduled on the loop,
/// which merges what waits into one batch, encodes it once and hands it to every member. Nothing
/// waits when the loop is idle. Everything but the queue belongs to the loop.
public final class Group implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Group.class);

    /// A batch ends when it would get larger than this.
    static final int MAX_BATCH_BYTES = 64 * 1024;

    /// Members served in one go, so that a hot channel cannot starve the loop's other work.
    private static final int MEMBERS_PER_ROUND = 1024;

    private final LoopHub loop;
    private final GroupKey key;
    private final byte[] prefix;

    private @Nullable Subscriber[] members = new Subscriber[1];
    private int memberSlots;
    private int memberCount;

    private @Nullable Batch current;
    private int nextMember;
    private int currentEnd;

    /// In a delta form the data that was handed out last.
    private @Nullable Payload latest;

    private final long gapNanos;
    private long closedUntil;
    private boolean cutShort;

    private final ArrayDeque<ChannelMessage> queue = new ArrayDeque<>(1); // guarded by itself
    private int queuedBytes; // guarded by queue
    private boolean scheduled; // guarded by queue
    private @Nullable List<Runnable> roomWaiters; // guarded by queue
    private volatile boolean full;

    /// @param gapNanos the shortest time between two batches
    Group(LoopHub loop, GroupKey key, long gapNanos) {
        this.loop = loop;
        this.key = key;
        this.gapNanos = gapNanos;
        this.prefix = key.form().channelPrefix(key.spelling());
        this.closedUntil = gapNanos == 0 ? 0 : now();
    }

    GroupKey key() {
        return key;
    }

    LoopHub loop() {
        return loop;
    }

    int memberCount() {
        return memberCount;
    }

    /// Puts a message behind those that wait. Any thread; never blocks, never refuses: who can wait
    /// asks [#isFull] first.
    void offer(ChannelMessage message) {
        boolean wake;
        synchronized (queue) {
            queue.addLast(message);
            queuedBytes += message.payloadBytes();
            full =
                    queuedBytes >= loop.limits().maxQueuedBytes()
                            || queue.size() >= loop.limits().maxQueuedPublications();
            wake = !scheduled;
            scheduled = true;
        }
        if (wake) {
            loop.executor().execute(this);
        }
    }

    /// True while publishers that can wait should. Any thread.
    boolean isFull() {
        return full;
    }

    /// Runs the task once the queue has room; false when it has room already. Any thread.
    boolean onRoom(Runnable task) {
        synchronized (queue) {
            if (!full) {
                return false;
            }
            if (roomWaiters == null) {
                roomWaiters = new ArrayList<>();
            }
            roomWaiters.add(task);
            return true;
        }
    }

    void add(Subscriber subscriber) {
        assert loop.executor().inEventLoop();
        if (memberSlots == members.length) {
            members =
                    Arrays.copyOf(members, memberSlots < 4 ? 4 : memberSlots + (memberSlots >> 1));
        }
        subscriber.slot(memberSlots);
        members[memberSlots++] = subscriber;
        memberCount++;
    }

    /// Takes a member out: its place is filled by the last one, or stays empty while a batch is
    /// being handed out.
    void remove(Subscriber subscriber) {
        assert loop.executor().inEventLoop();
        int slot = subscriber.slot();
        assert slot >= 0 : "not a member";
        subscriber.slot(-1);
        members[slot] = null;
        memberCount--;
        if (current == null) {
            fill(slot);
            shrink();
        }
    }

    private void fill(int slot) {
        var last = members[--memberSlots];
        members[memberSlots] = null;
        if (slot != memberSlots && last != null) {
            members[slot] = last;
            last.slot(slot);
        }
    }

    private void shrink() {
        if (members.length > 16 && memberSlots < members.length / 4) {
            members = Arrays.copyOf(members, members.length / 2);
        }
    }

    /// One turn on the loop: the next batch, or the next members of the one that is being handed
    /// out.
    @Override
    public void run() {
        if (current == null && isClosedForNow()) {
            return;
        }
        var batch = current == null ? nextBatch() : current;
        if (batch == null) {
            return;
        }
        handOut(batch);
        if (nextMember < currentEnd) {
            loop.executor().execute(this);
            return;
        }
        batch.release();
        current = null;
        closeHoles();
        if (gapNanos > 0 && !cutShort) {
            closedUntil = now() + gapNanos;
        }
        runAgainWhenMoreWaits();
    }

    /// Within the minimum gap nothing goes out: what comes until its end is sent together then.
    private boolean isClosedForNow() {
        long wait = gapNanos == 0 ? 0 : closedUntil - now();
        if (wait <= 0) {
            return false;
        }
        loop.executor().schedule(this, wait, TimeUnit.NANOSECONDS);
        return true;
    }

    private long now() {
        return loop.executor().ticker().nanoTime();
    }

    private void runAgainWhenMoreWaits() {
        boolean more;
        synchronized (queue) {
            more = !queue.isEmpty();
            scheduled = more;
        }
        if (more) {
            loop.executor().execute(this);
        }
    }

    /// Encodes what waits; null when nothing does, or when it could not be encoded.
    private @Nullable Batch nextBatch() {
        var messages = takeBatch();
        if (messages.isEmpty()) {
            return null;
        }
        if (!key.form().carries(messages.getFirst())) {
            refuse(messages.getFirst());
            runAgainWhenMoreWaits();
            return null;
        }
        try {
            current = new Batch(this, messages, encode(messages, latest), latest);
            rememberLatest(messages);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error(
                    "{} messages of channel {} are lost: they could not be encoded",
                    messages.size(),
                    key.channel(),
                    e);
            runAgainWhenMoreWaits();
            return null;
        }
        nextMember = 0;
        currentEnd = memberSlots;
        return current;
    }

    private void refuse(ChannelMessage message) {
        for (var member : Arrays.copyOf(members, memberSlots)) {
            if (member != null) {
                refuse(member, message);
            }
        }
    }

    private void refuse(Subscriber member, ChannelMessage message) {
        try {
            member.cannotTake(message);
        } catch (Throwable e) {
            fail(member, e);
        }
    }

    private void rememberLatest(List<ChannelMessage> messages) {
        if (!key.form().isDelta()) {
            return;
        }
        for (var message : messages) {
            if (message instanceof Publication publication) {
                latest = publication.data();
            }
        }
    }

    private void handOut(Batch batch) {
        int end = Math.min(currentEnd, nextMember + MEMBERS_PER_ROUND);
        batch.bytes().retain(end - nextMember);
        int empty = 0;
        for (; nextMember < end; nextMember++) {
            var member = members[nextMember];
            if (member == null) {
                empty++;
            } else {
                deliver(member, batch);
            }
        }
        if (empty > 0) {
            batch.bytes().release(empty);
        }
    }

    /// What goes wrong for one member costs that member: the others get the batch, and the group
    /// goes on.
    private void deliver(Subscriber member, Batch batch) {
        try {
            member.deliver(batch);
        } catch (Throwable e) {
            fail(member, e);
        }
    }

    private void fail(Subscriber member, Throwable failure) {
        try {
            member.failed(failure);
        } catch (Throwable e) {
            LOG.error("a subscriber of channel {} could not be closed", key.channel(), e);
        }
    }

    private List<ChannelMessage> takeBatch() {
        var batch = new ArrayList<ChannelMessage>();
        List<Runnable> waiters = null;
        synchronized (queue) {
            int bytes = 0;
            for (var next = queue.peekFirst(); next != null; next = queue.peekFirst()) {
                int size = key.form().messageSize(prefix, next);
                boolean carried = key.form().carries(next);
                if (!batch.isEmpty() && (bytes + size > MAX_BATCH_BYTES || !carried)) {
                    break;
                }
                bytes += size;
                queuedBytes -= next.payloadBytes();
                batch.add(queue.removeFirst());
                if (!carried) {
                    // By itself: nobody in this group can be sent it.
                    break;
                }
            }
            cutShort = !queue.isEmpty();
            if (memberCount == 0) {
                queue.clear();
                queuedBytes = 0;
                batch.clear();
            }
            if (batch.isEmpty()) {
                scheduled = false;
            }
            if (queuedBytes <= loop.limits().maxQueuedBytes() / 2
                    && queue.size() <= loop.limits().maxQueuedPublications() / 2) {
                full = false;
                waiters = roomWaiters;
                roomWaiters = null;
            }
        }
        if (waiters != null) {
            waiters.forEach(Runnable::run);
        }
        return batch;
    }

    private void closeHoles() {
        if (memberCount == memberSlots) {
            return;
        }
        for (int slot = memberSlots - 1; slot >= 0; slot--) {
            if (members[slot] == null) {
                fill(slot);
            }
        }
        shrink();
    }

    ByteBuf encode(List<ChannelMessage> messages, @Nullable Payload from) {
        return key.form().encode(loop.allocator(), prefix, messages, from);
    }
}
