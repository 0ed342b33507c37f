package dev.freshet.engine.channel;

import org.jspecify.annotations.Nullable;

/// What channels offer, by pattern; [ChannelPattern] says what patterns look like.
///
/// Fill it first; from then on any thread may ask, for every publication.
public final class ChannelOptionsTable {
    private final ChannelPatternTable<ChannelOptions> table = new ChannelPatternTable<>();

    /// Adds what the channels of a pattern offer.
    ///
    /// @throws IllegalArgumentException with a sentence when the pattern is wrong, or conflicts
    ///   with an earlier one
    public ChannelOptionsTable put(String pattern, ChannelOptions options) {
        table.put(ChannelPattern.compile(pattern), options);
        return this;
    }

    /// What the channel offers; the defaults when no pattern fits.
    public ChannelOptions optionsOf(String channel) {
        var found = table.find(channel);
        return found != null ? found : ChannelOptions.defaults();
    }

    /// What the channel offers; null when no pattern fits.
    public @Nullable ChannelOptions find(String channel) {
        return table.find(channel);
    }

    public boolean isEmpty() {
        return table.isEmpty();
    }
}
