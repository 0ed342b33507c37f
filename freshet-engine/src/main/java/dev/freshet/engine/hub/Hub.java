package dev.freshet.engine.hub;

import dev.freshet.engine.protocol.ChannelMessage;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The local registry: who is subscribed to what on this node. Any thread.
public final class Hub {
    private final ChannelTable table = new ChannelTable();
    private final List<LoopHub> loops = new ArrayList<>();

    public Hub(Iterable<EventExecutor> executors, ByteBufAllocator allocator, HubLimits limits) {
        for (var executor : executors) {
            loops.add(new LoopHub(executor, allocator, table, limits));
        }
    }

    public List<LoopHub> loops() {
        return loops;
    }

    /// Hands a message that the broker announced to every group of the channel that is to get it.
    public void broadcast(String channel, ChannelMessage message) {
        for (var group : table.groups(channel)) {
            if (group.key().takes(message)) {
                group.offer(message);
            }
        }
    }

    /// False while a group of the channel has as much waiting as it may; publishers that can wait
    /// should.
    public boolean hasRoom(String channel) {
        for (var group : table.groups(channel)) {
            if (group.isFull()) {
                return false;
            }
        }
        return true;
    }

    /// Runs the task once the channel may have room again, at once when it has. The task asks anew.
    public void onRoom(String channel, Runnable task) {
        for (var group : table.groups(channel)) {
            if (group.onRoom(task)) {
                return;
            }
        }
        task.run();
    }

    public boolean hasSubscribers(String channel) {
        return table.groups(channel).length > 0;
    }

    /// How many subscriptions the channel has here; a moment's estimate when asked from outside the
    /// loops.
    public int subscriberCount(String channel) {
        int count = 0;
        for (var group : table.groups(channel)) {
            count += group.memberCount();
        }
        return count;
    }

    public int channelCount() {
        return table.size();
    }

    /// The channels that have a subscriber here, sorted.
    public Set<String> channels() {
        var names = new TreeSet<String>();
        table.forEach((channel, subscribed) -> names.add(channel));
        return names;
    }
}
