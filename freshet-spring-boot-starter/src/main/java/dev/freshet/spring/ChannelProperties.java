package dev.freshet.spring;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.channel.SlowRule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What `freshet.channels.<name>.*` says.
///
/// @param pattern Channels that this is for: "news/*" for all that begin with news/, "room/:id" for
///   any one segment. The most literal pattern that fits decides.
/// @param historySize Publications that are kept; 0 for none.
/// @param historyTtl How long publications are kept after the newest one.
/// @param historyMetaTtl How long the channel's position outlives the last publication.
/// @param recovery What a returning client is given of what it missed.
/// @param positioned Whether subscribers are told positions, and when they missed something.
/// @param presence Whether there is a list of who is subscribed.
/// @param joinLeave Whether subscribers are told who comes and goes.
/// @param delta Whether subscribers that ask for it are sent differences.
/// @param tagsFilter Whether subscribers may choose publications by tags.
/// @param minimumGap Shortest time between two batches to the same subscribers.
/// @param slowRule What happens to clients that do not read fast enough.
public record ChannelProperties(
        @Nullable String pattern,
        @DefaultValue("0") int historySize,
        @DefaultValue("5m") Duration historyTtl,
        @DefaultValue("7d") Duration historyMetaTtl,
        @DefaultValue("none") Recovery recovery,
        @DefaultValue("false") boolean positioned,
        @DefaultValue("false") boolean presence,
        @DefaultValue("false") boolean joinLeave,
        @DefaultValue("false") boolean delta,
        @DefaultValue("false") boolean tagsFilter,
        @DefaultValue("0") Duration minimumGap,
        @DefaultValue("disconnect") SlowRule slowRule) {
    /// @param name of the section, for the sentence
    /// @throws IllegalArgumentException when there is no pattern
    String patternFor(String name) {
        if (pattern == null) {
            throw new IllegalArgumentException(
                    "it does not say which channels it is for; set freshet.channels."
                            + name
                            + ".pattern, for example news/*");
        }
        return pattern;
    }

    ChannelOptions options() {
        return ChannelOptions.builder()
                .history(
                        historySize == 0
                                ? new HistoryOptions(0, Duration.ZERO, historyMetaTtl)
                                : new HistoryOptions(historySize, historyTtl, historyMetaTtl))
                .recovery(recovery)
                .positioned(positioned)
                .presence(presence)
                .joinLeave(joinLeave)
                .delta(delta)
                .tagsFilter(tagsFilter)
                .minimumGap(minimumGap)
                .slowRule(slowRule)
                .build();
    }
}
