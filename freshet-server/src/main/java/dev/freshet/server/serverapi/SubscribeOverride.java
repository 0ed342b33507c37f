package dev.freshet.server.serverapi;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.Recovery;
import org.jspecify.annotations.Nullable;

/// What one subscription is to offer other than its channel does; null leaves it to the channel.
record SubscribeOverride(
        @Nullable Boolean presence,
        @Nullable Boolean joinLeave,
        @Nullable Boolean recovery,
        @Nullable Boolean positioned,
        @Nullable Boolean pushJoinLeave) {
    /// Null when the request has no `override`.
    static @Nullable SubscribeOverride read(Fields request) {
        var given = request.object("override");
        return given == null
                ? null
                : new SubscribeOverride(
                        given.flagObject("presence"),
                        given.flagObject("join_leave"),
                        given.flagObject("force_recovery"),
                        given.flagObject("force_positioning"),
                        given.flagObject("force_push_join_leave"));
    }

    ChannelOptions applyTo(ChannelOptions offered) {
        var options = offered.toBuilder();
        if (presence != null) {
            options.presence(presence);
        }
        if (joinLeave != null) {
            options.emitJoinLeave(joinLeave);
        }
        if (recovery != null) {
            options.recovery(recovery ? recoveryOf(offered) : Recovery.NONE);
        }
        if (positioned != null) {
            options.positioned(positioned);
        }
        if (pushJoinLeave != null) {
            options.pushJoinLeave(pushJoinLeave);
        }
        return options.build();
    }

    private static Recovery recoveryOf(ChannelOptions offered) {
        return offered.recovery() == Recovery.NONE ? Recovery.STREAM : offered.recovery();
    }
}
