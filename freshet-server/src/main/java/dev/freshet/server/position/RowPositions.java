package dev.freshet.server.position;

import dev.freshet.server.managedstream.RowPosition;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Up to which row the publications of streams with a history go, by canonical channel.
///
/// A subscriber that was away for longer than publications are kept says which publication it saw
/// last; from this follows which rows it has, and it is given those behind them only. Any thread.
public final class RowPositions {
    private static final Logger log = LoggerFactory.getLogger(RowPositions.class);

    /// More than there are streams with a history at a time; each takes at most 12 KB an epoch.
    private static final int MOST_CHANNELS = 20_000;

    /// Streams that are not used for so long have new rows only for whoever comes back.
    static final Duration KEPT = Duration.ofDays(1);

    private final InstantSource clock;
    private final Map<String, ChannelPositions> byChannel = new ConcurrentHashMap<>();

    public RowPositions(InstantSource clock) {
        this.clock = clock;
    }

    /// A publication goes up to this row.
    ///
    /// @param epoch of the channel's stream of publications
    public void published(String channel, String epoch, long offset, RowPosition last) {
        if (byChannel.size() >= MOST_CHANNELS && !byChannel.containsKey(channel)) {
            return;
        }
        byChannel
                .computeIfAbsent(channel, _ -> new ChannelPositions())
                .add(epoch, offset, last, clock.millis());
    }

    /// Which rows a subscriber has that saw this publication last; empty when it is not known any
    /// more.
    public Optional<RowPosition> find(String channel, String epoch, long offset) {
        return Optional.ofNullable(byChannel.get(channel)).map(known -> known.find(epoch, offset));
    }

    /// Forgets channels in which nothing was published for a day.
    void forgetOld() {
        long oldest = clock.instant().minus(KEPT).toEpochMilli();
        byChannel.values().removeIf(positions -> positions.isOlderThan(oldest));
    }

    /// What has changed since this was called last, for [#restore].
    Map<String, byte[]> takeChanges() {
        var changes = new HashMap<String, byte[]>();
        byChannel.forEach((channel, positions) -> {
            var change = positions.takeChanges();
            if (change != null) {
                changes.put(channel, change);
            }
        });
        return changes;
    }

    /// Knows of a channel what was known before a restart.
    void restore(String channel, byte[] change) {
        try {
            byChannel.put(channel, ChannelPositions.read(change, clock.millis()));
        } catch (IOException e) {
            log.warn("the positions of {} cannot be read: {}", channel, e.getMessage());
        }
    }
}
