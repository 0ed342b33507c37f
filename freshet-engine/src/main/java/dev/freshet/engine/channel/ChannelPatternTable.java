package dev.freshet.engine.channel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something for each pattern, found by channel: the most literal pattern that fits decides.
///
/// A tree with a level per segment, so that looking up costs about the length of the channel,
/// however many patterns there are, and allocates nothing. Fill it first; from then on any thread
/// may look.
///
/// @param <V> what belongs to a pattern
public final class ChannelPatternTable<V> {
    private record Row<V>(ChannelPattern pattern, V value) {}

    private final List<Row<V>> rows = new ArrayList<>();
    private final PatternNode<V> root = new PatternNode<>();

    /// Adds a pattern.
    ///
    /// @throws IllegalArgumentException with a sentence when it conflicts with an earlier one
    public void put(ChannelPattern pattern, V value) {
        for (var row : rows) {
            if (row.pattern().conflictsWith(pattern)) {
                throw new IllegalArgumentException(
                        "Channel patterns \""
                                + row.pattern()
                                + "\" and \""
                                + pattern
                                + "\" fit the same channels, and neither is more literal; make one"
                                + " more literal or remove it.");
            }
        }
        rows.add(new Row<>(pattern, value));
        root.put(pattern.segments(), 0, value);
    }

    /// What belongs to the most literal pattern that fits; null when none does.
    public @Nullable V find(String channel) {
        return rows.isEmpty() ? null : root.find(channel, 0);
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }
}
