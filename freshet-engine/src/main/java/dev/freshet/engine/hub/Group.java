package dev.freshet.engine.hub;

import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    private final ArrayDeque<Publication> queue = new ArrayDeque<>(1); // guarded by itself
    private int queuedBytes; // guarded by queue
    private boolean scheduled; // guarded by queue
    private @Nullable List<Runnable> roomWaiters; // guarded by queue
    private volatile boolean full;

    Group(LoopHub loop, GroupKey key) {
        this.loop = loop;
        this.key = key;
        this.prefix = key.form().publicationPrefix(key.spelling());
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

    /// Puts a publication behind those that wait. Any thread; never blocks, never refuses: who can
    /// wait asks [#isFull] first.
    void offer(Publication publication) {
        boolean wake;
        synchronized (queue) {
            queue.addLast(publication);
            queuedBytes += publication.data().size();
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
        var batch = current == null ? nextBatch() : current;
        if (batch == null) {
            return;
        }
        handOut(batch);
        if (nextMember < currentEnd) {
            loop.executor().execute(this);
            return;
        }
        batch.bytes().release();
        current = null;
        closeHoles();
        runAgainWhenMoreWaits();
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
        var publications = takeBatch();
        if (publications.isEmpty()) {
            return null;
        }
        try {
            current = new Batch(this, publications, encode(publications));
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error(
                    "{} publications of channel {} are lost: they could not be encoded",
                    publications.size(),
                    key.channel(),
                    e);
            runAgainWhenMoreWaits();
            return null;
        }
        nextMember = 0;
        currentEnd = memberSlots;
        return current;
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
                member.deliver(batch);
            }
        }
        if (empty > 0) {
            batch.bytes().release(empty);
        }
    }

    private List<Publication> takeBatch() {
        var batch = new ArrayList<Publication>();
        List<Runnable> waiters = null;
        synchronized (queue) {
            int bytes = 0;
            for (var next = queue.peekFirst(); next != null; next = queue.peekFirst()) {
                int size = key.form().publicationSize(prefix, next);
                if (!batch.isEmpty() && bytes + size > MAX_BATCH_BYTES) {
                    break;
                }
                bytes += size;
                queuedBytes -= next.data().size();
                batch.add(queue.removeFirst());
            }
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

    ByteBuf encode(List<Publication> publications) {
        return key.form().encode(loop.allocator(), prefix, publications);
    }
}
