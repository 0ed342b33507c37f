package dev.freshet.server.pluginstream;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.channel.ChannelScope;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.channel.Scopes;
import dev.freshet.server.problem.Problem;
import dev.freshet.source.StreamSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// `plugin/<id>/…`: sources that are asked without a data source.
public final class PluginScope implements ChannelScope {
    private final SourceTypes plugins;
    private final Function<StreamOrigin, SourceHandler> handlers;

    /// @param handlers makes the one who asks a source
    public PluginScope(SourceTypes plugins, Function<StreamOrigin, SourceHandler> handlers) {
        this.plugins = plugins;
        this.handlers = handlers;
    }

    @Override
    public CompletionStage<Resolution> resolve(OrgChannel channel, SignedInUser user) {
        var id = channel.address().namespace();
        return completedFuture(
                switch (plugins.find(id)) {
                    case SourceTypes.Found.Here(StreamSource source) ->
                            new Resolution.Handled(handlers.apply(StreamOrigin.plugin(id, source)));
                    case SourceTypes.Found.Unable(Problem problem) ->
                            new Resolution.Unknown(problem);
                    case SourceTypes.Found.Missing() ->
                            new Resolution.Unknown(Scopes.unknownPlugin(id));
                });
    }
}
