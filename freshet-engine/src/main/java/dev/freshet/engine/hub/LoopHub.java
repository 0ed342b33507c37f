package dev.freshet.engine.hub;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;

/// The part of the hub that belongs to one event loop. Everything here is for that loop only, but
/// what says otherwise.
public final class LoopHub {
    private final EventExecutor executor;
    private final ByteBufAllocator allocator;
    private final ChannelTable table;
    private final HubLimits limits;
    private final Map<GroupKey, Group> groups = new HashMap<>();
    private long heldBytes;
    private Runnable onOverBudget = () -> {};

    LoopHub(
            EventExecutor executor,
            ByteBufAllocator allocator,
            ChannelTable table,
            HubLimits limits) {
        this.executor = executor;
        this.allocator = allocator;
        this.table = table;
        this.limits = limits;
    }

    /// The event loop; any thread may ask for it and give it tasks.
    public EventExecutor executor() {
        return executor;
    }

    public ByteBufAllocator allocator() {
        return allocator;
    }

    HubLimits limits() {
        return limits;
    }

    /// Puts the subscriber into its group, making the group when it is the first.
    ///
    /// @param minimumGapNanos the shortest time between two batches, of a group that is made
    /// @return true when the channel had no subscriber on any loop before
    public boolean join(GroupKey key, long minimumGapNanos, Subscriber subscriber) {
        assert executor.inEventLoop();
        var group = groups.get(key);
        boolean first = false;
        if (group == null) {
            group = new Group(this, key, minimumGapNanos);
            groups.put(key, group);
            first = table.add(group);
        }
        group.add(subscriber);
        return first;
    }

    /// Takes the subscriber out again; a group is gone with its last member.
    ///
    /// @return true when the channel has no subscriber on any loop any more
    public boolean leave(GroupKey key, Subscriber subscriber) {
        assert executor.inEventLoop();
        var group = groups.get(key);
        if (group == null || subscriber.slot() < 0) {
            return false;
        }
        group.remove(subscriber);
        if (group.memberCount() > 0) {
            return false;
        }
        groups.remove(key);
        return table.remove(group);
    }

    /// What is to happen when lagging clients keep more than the budget: the owner closes one.
    public void onOverBudget(Runnable task) {
        onOverBudget = task;
    }

    /// Counts bytes that lagging clients keep, or let go of when it is negative.
    public void countHeldBytes(int change) {
        heldBytes += change;
        if (change > 0 && heldBytes > limits.maxHeldBytes()) {
            onOverBudget.run();
        }
    }

    public long heldBytes() {
        return heldBytes;
    }
}
