package dev.freshet.server.channel;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.problem.Problem;
import java.util.function.Function;

/// Scopes of a server that has nothing in them.
public final class TestScopes {
    private TestScopes() {}

    public static ChannelScope noPlugins() {
        return empty(Scopes::unknownPlugin);
    }

    public static ChannelScope noDatasources() {
        return empty(uid -> Scopes.unknownDatasource(uid, ""));
    }

    private static ChannelScope empty(Function<String, Problem> unknown) {
        return (channel, _) ->
                completedFuture(
                        new ChannelScope.Resolution.Unknown(
                                unknown.apply(channel.address().namespace())));
    }
}
