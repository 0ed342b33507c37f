package dev.freshet.engine.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/// What slow clients were not sent, and which were closed for it, by canonical channel. Any thread.
///
/// Kept for the thousand channels on which it happened last; those without slow clients cost
/// nothing.
public final class SlowCounts {
    private static final int MOST = 1_000;

    /// What happened on one channel.
    ///
    /// @param dropped messages that were left out by its slow rule
    /// @param closed connections that were closed while messages of it were waiting for them
    public record Counts(long dropped, long closed) {
        static final Counts NONE = new Counts(0, 0);

        /// True when there is nothing to tell.
        public boolean isNone() {
            return equals(NONE);
        }
    }

    private final Map<String, Counts> byChannel = new LinkedHashMap<>(16, 0.75f, true);

    /// So many messages were left out for one client.
    public void dropped(String channel, long messages) {
        add(channel, messages, 0);
    }

    /// One connection was closed.
    public void closed(String channel) {
        add(channel, 0, 1);
    }

    private synchronized void add(String channel, long dropped, long closed) {
        byChannel.merge(
                channel,
                new Counts(dropped, closed),
                (a, b) -> new Counts(a.dropped + b.dropped, a.closed + b.closed));
        if (byChannel.size() > MOST) {
            var oldest = byChannel.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /// What is known of a channel.
    public synchronized Counts of(String channel) {
        return byChannel.getOrDefault(channel, Counts.NONE);
    }
}
