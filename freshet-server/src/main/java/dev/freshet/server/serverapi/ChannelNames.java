package dev.freshet.server.serverapi;

import dev.freshet.server.channel.Channels;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.problem.Problem;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Reads channels' names as callers write them, and refuses those that nobody can subscribe to.
final class ChannelNames {
    private final Channels channels;

    ChannelNames(Channels channels) {
        this.channels = channels;
    }

    /// Goes on with the channel, or refuses its name.
    CompletionStage<ApiReply> resolve(
            Caller caller, String name, Function<OrgChannel, CompletionStage<ApiReply>> then) {
        return switch (OrgChannel.parse(name, caller.orgId(), caller.mayNameAnyOrg())) {
            case OrgChannel.Parsed.Invalid(Problem problem) ->
                    ApiReply.refused(ApiError.ofChannel(problem));
            case OrgChannel.Parsed.Valid(OrgChannel channel) ->
                    channels.permissions(caller.in(channel.orgId()), channel)
                            .thenCompose(permissions ->
                                    permissions
                                            .subscribe()
                                            .filter(problem -> problem.type().status() == 404)
                                            .map(missing ->
                                                    ApiReply.refused(ApiError.ofChannel(missing)))
                                            .orElseGet(() -> then.apply(channel)));
        };
    }
}
