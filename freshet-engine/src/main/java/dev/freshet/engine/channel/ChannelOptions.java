package dev.freshet.engine.channel;

import java.time.Duration;

/// What a channel offers to those who publish and subscribe.
///
/// @param history what is kept of its publications
/// @param recovery what a returning client is given; anything but `NONE` implies positions
/// @param positioned true to tell subscribers positions, and to notice when one missed something
/// @param presence true to keep a list of who is subscribed
/// @param emitJoinLeave true to announce its subscribers to others
/// @param pushJoinLeave true to tell its subscribers what is announced
/// @param delta true to send subscribers that ask for it differences instead of whole publications
/// @param tagsFilter true to let subscribers choose publications by tags
/// @param minimumGap the shortest time between two batches to one group of subscribers;
///   publications in between are sent together. Zero sends at once.
/// @param slowRule what happens to clients that do not read fast enough
public record ChannelOptions(
        HistoryOptions history,
        Recovery recovery,
        boolean positioned,
        boolean presence,
        boolean emitJoinLeave,
        boolean pushJoinLeave,
        boolean delta,
        boolean tagsFilter,
        Duration minimumGap,
        SlowRule slowRule) {
    private static final ChannelOptions PLAIN = new ChannelOptionsBuilder().build();

    public ChannelOptions {
        positioned = positioned || recovery != Recovery.NONE;
        if (minimumGap.isNegative() || minimumGap.compareTo(Duration.ofSeconds(1)) > 0) {
            throw new IllegalArgumentException(
                    "minimumGap is " + minimumGap + "; it must be from 0 to 1 s");
        }
    }

    /// Publish and subscribe, and nothing else.
    public static ChannelOptions defaults() {
        return PLAIN;
    }

    public static ChannelOptionsBuilder builder() {
        return new ChannelOptionsBuilder();
    }

    /// These options, to change some of them.
    public ChannelOptionsBuilder toBuilder() {
        return new ChannelOptionsBuilder(this);
    }
}
