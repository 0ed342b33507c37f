package dev.freshet.server.socket;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.Recovery;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Canonical channels whose streams begin with a history. Any thread.
///
/// Who loses the connection for a moment is given what was published meanwhile; whoever was away
/// for longer is given the rows of the history that it has not.
public final class HistoryChannels {
    private static final int PUBLICATIONS = 300;
    private static final Duration KEPT = Duration.ofMinutes(5);

    /// What such a channel offers.
    public static final ChannelOptions OPTIONS =
            ChannelOptions.builder().history(PUBLICATIONS, KEPT).recovery(Recovery.STREAM).build();

    private final Set<String> channels = ConcurrentHashMap.newKeySet();

    /// From now on the channel is one of these.
    public void add(String channel) {
        channels.add(channel);
    }

    public boolean contains(String channel) {
        return channels.contains(channel);
    }

    /// Forgets all others.
    public void keepOnly(Predicate<String> which) {
        channels.removeIf(which.negate());
    }
}
