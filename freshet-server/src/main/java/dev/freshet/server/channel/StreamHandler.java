package dev.freshet.server.channel;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// `stream/…`: everybody of the organisation may subscribe, and data enters by push alone unless a
/// rule opens the channel to publishers.
public final class StreamHandler implements ChannelHandler {
    private final Function<String, InitialData> snapshots;

    /// @param snapshots the last frame of a channel by its canonical name; nothing for a channel
    ///   nobody pushed to
    public StreamHandler(Function<String, InitialData> snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public CompletionStage<SubscribeDecision> subscribe(SubscribeRequest request) {
        var initial = snapshots.apply(request.channel().canonical());
        return completedFuture(SubscribeDecision.accepted(request.channel(), initial));
    }

    @Override
    public CompletionStage<PublishDecision> publish(PublishRequest request) {
        return completedFuture(
                request.opened()
                        ? new PublishDecision.Publish(request.channel(), request.data())
                        : new PublishDecision.Refused(closed(request.channel())));
    }

    @Override
    public Permissions permissions(SignedInUser user, OrgChannel channel, boolean opened) {
        return opened
                ? Permissions.ALL
                : new Permissions(Optional.empty(), Optional.of(closed(channel)));
    }

    private static Problem closed(OrgChannel channel) {
        return Problem.of(
                ProblemType.PUBLISH_REFUSED,
                "Publishing to \""
                        + ChannelAddress.quote(channel.address().toString())
                        + "\" is not open; data enters stream channels by push.",
                "Send line protocol to /api/live/push/"
                        + channel.address().namespace()
                        + ", or open the channel with [freshet.channel.<name>] pattern and"
                        + " publish.");
    }
}
