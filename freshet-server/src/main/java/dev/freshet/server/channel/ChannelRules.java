package dev.freshet.server.channel;

import dev.freshet.engine.channel.ChannelPatternTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The configured rules; the most literal pattern that fits a channel decides.
///
/// Immutable.
public final class ChannelRules {
    private final ChannelPatternTable<ChannelRule> table = new ChannelPatternTable<>();

    /// Throws [IllegalArgumentException] with a sentence when two patterns conflict.
    public ChannelRules(List<ChannelRule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            for (int j = i + 1; j < rules.size(); j++) {
                refuseConflict(rules.get(i), rules.get(j));
            }
            table.put(rules.get(i).pattern(), rules.get(i));
        }
    }

    private static void refuseConflict(ChannelRule one, ChannelRule other) {
        if (one.pattern().conflictsWith(other.pattern())) {
            throw new IllegalArgumentException(
                    "Channel patterns \"%s\" in [freshet.channel.%s] and \"%s\" in [freshet.channel.%s] fit the same channels, and neither is more literal; make one more literal or remove it."
                            .formatted(one.pattern(), one.name(), other.pattern(), other.name()));
        }
    }

    /// The rule for a channel, null when no pattern fits.
    public @Nullable ChannelRule find(ChannelAddress address) {
        return table.isEmpty() ? null : table.find(address.toString());
    }
}
