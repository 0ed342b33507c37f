package dev.freshet.engine.channel;

import java.time.Duration;

/// [ChannelOptions], one by one; what is not named stays off.
public final class ChannelOptionsBuilder {
    private HistoryOptions history = HistoryOptions.NONE;
    private Recovery recovery = Recovery.NONE;
    private boolean positioned;
    private boolean presence;
    private boolean emitJoinLeave;
    private boolean pushJoinLeave;
    private boolean delta;
    private boolean tagsFilter;
    private Duration minimumGap = Duration.ZERO;
    private SlowRule slowRule = SlowRule.DISCONNECT;

    ChannelOptionsBuilder() {}

    ChannelOptionsBuilder(ChannelOptions from) {
        history = from.history();
        recovery = from.recovery();
        positioned = from.positioned();
        presence = from.presence();
        emitJoinLeave = from.emitJoinLeave();
        pushJoinLeave = from.pushJoinLeave();
        delta = from.delta();
        tagsFilter = from.tagsFilter();
        minimumGap = from.minimumGap();
        slowRule = from.slowRule();
    }

    public ChannelOptionsBuilder history(HistoryOptions kept) {
        history = kept;
        return this;
    }

    /// Keeps `size` publications for `ttl`.
    public ChannelOptionsBuilder history(int size, Duration ttl) {
        return history(new HistoryOptions(size, ttl, history.metaTtl()));
    }

    public ChannelOptionsBuilder recovery(Recovery how) {
        recovery = how;
        return this;
    }

    public ChannelOptionsBuilder positioned(boolean yes) {
        positioned = yes;
        return this;
    }

    public ChannelOptionsBuilder presence(boolean yes) {
        presence = yes;
        return this;
    }

    /// Announces subscribers, and tells subscribers what is announced.
    public ChannelOptionsBuilder joinLeave(boolean yes) {
        return emitJoinLeave(yes).pushJoinLeave(yes);
    }

    public ChannelOptionsBuilder emitJoinLeave(boolean yes) {
        emitJoinLeave = yes;
        return this;
    }

    public ChannelOptionsBuilder pushJoinLeave(boolean yes) {
        pushJoinLeave = yes;
        return this;
    }

    public ChannelOptionsBuilder delta(boolean yes) {
        delta = yes;
        return this;
    }

    public ChannelOptionsBuilder tagsFilter(boolean yes) {
        tagsFilter = yes;
        return this;
    }

    public ChannelOptionsBuilder minimumGap(Duration gap) {
        minimumGap = gap;
        return this;
    }

    public ChannelOptionsBuilder slowRule(SlowRule rule) {
        slowRule = rule;
        return this;
    }

    public ChannelOptions build() {
        return new ChannelOptions(
                history,
                recovery,
                positioned,
                presence,
                emitJoinLeave,
                pushJoinLeave,
                delta,
                tagsFilter,
                minimumGap,
                slowRule);
    }
}
