package dev.freshet.engine.node;

import dev.freshet.engine.channel.ChannelOptions;

/// What each channel offers. Any thread; asked for every publication, so it has to be quick.
@FunctionalInterface
public interface ChannelOptionsSource {
    /// What the channel of this canonical name offers.
    ChannelOptions optionsOf(String channel);
}
