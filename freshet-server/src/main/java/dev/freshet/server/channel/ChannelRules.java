package dev.freshet.server.channel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The configured rules; the most literal pattern that fits a channel decides.
///
/// Immutable.
public final class ChannelRules {
    private final List<ChannelRule> rules;

    /// Throws [IllegalArgumentException] with a sentence when two patterns conflict.
    public ChannelRules(List<ChannelRule> rules) {
        this.rules = List.copyOf(rules);
        for (int i = 0; i < rules.size(); i++) {
            for (int j = i + 1; j < rules.size(); j++) {
                refuseConflict(rules.get(i), rules.get(j));
            }
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
        if (rules.isEmpty()) {
            return null;
        }
        var channel = address.toString();
        ChannelRule best = null;
        for (var rule : rules) {
            if (rule.pattern().matches(channel)
                    && (best == null || rule.pattern().isMoreLiteralThan(best.pattern()))) {
                best = rule;
            }
        }
        return best;
    }
}
