package dev.freshet.server.pluginstream;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.channel.ChannelAddress;
import dev.freshet.server.channel.ChannelScope;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.channel.Scopes;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// `ds/<uid>/…`: the data sources of the caller's organisation, each served by the source of its
/// type. What is missing is refused for good, with the reason.
public final class DataSourceScope implements ChannelScope {
    private final DataSourceDirectory directory;
    private final SourceTypes types;
    private final Function<StreamOrigin, SourceHandler> handlers;

    /// @param handlers makes the one who asks a source
    public DataSourceScope(
            DataSourceDirectory directory,
            SourceTypes types,
            Function<StreamOrigin, SourceHandler> handlers) {
        this.directory = directory;
        this.types = types;
        this.handlers = handlers;
    }

    @Override
    public CompletionStage<Resolution> resolve(OrgChannel channel, SignedInUser user) {
        return completedFuture(find(channel, user.role()));
    }

    private Resolution find(OrgChannel channel, Role role) {
        var uid = channel.address().namespace();
        var found = directory.find(channel.orgId(), uid).orElse(null);
        if (found == null) {
            return new Resolution.Unknown(absent(directory, channel.orgId(), uid, role));
        }
        return switch (types.find(found.type())) {
            case SourceTypes.Found.Here(StreamSource source) ->
                    new Resolution.Handled(
                            handlers.apply(new Origin(channel.orgId(), found, source)));
            case SourceTypes.Found.Unable(Problem problem) -> new Resolution.Unknown(problem);
            case SourceTypes.Found.Missing() -> new Resolution.Unknown(missing(found));
        };
    }

    /// Why there is no data source of that uid to be used.
    ///
    /// @param role of the caller, who may be told of others or not
    public static Problem absent(DataSourceDirectory directory, long orgId, String uid, Role role) {
        return directory
                .trouble(orgId, uid)
                .orElseGet(() ->
                        Scopes.unknownDatasource(uid, directory.whereabouts(orgId, uid, role)));
    }

    /// Nobody serves the type of this data source.
    public static Problem missing(DataSource dataSource) {
        var type = ChannelAddress.quote(dataSource.type());
        return Problem.of(
                ProblemType.PLUGIN_MISSING,
                "Data source \""
                        + ChannelAddress.quote(dataSource.name())
                        + "\" is of type \""
                        + type
                        + "\", for which there is no plugin here.",
                "Put the plugin \""
                        + type
                        + "\" into [paths] plugins and restart, or check the type.");
    }

    /// One data source; its settings are looked up again whenever they are needed.
    private final class Origin implements StreamOrigin {
        private final long orgId;
        private final DataSource found;
        private final StreamSource source;

        Origin(long orgId, DataSource found, StreamSource source) {
            this.orgId = orgId;
            this.found = found;
            this.source = source;
        }

        @Override
        public String name() {
            return found.uid();
        }

        @Override
        public StreamSource source() {
            return source;
        }

        @Override
        public DataSource settings(SignedInUser user) throws SourceException {
            if (user.orgId() != orgId) {
                throw new SourceException(
                        "Data source \"" + found.uid() + "\" is of another organisation.", "");
            }
            return directory
                    .find(orgId, found.uid())
                    .filter(now -> now.type().equals(found.type()))
                    .orElseThrow(() ->
                            new SourceException(
                                    "Data source \"" + found.uid() + "\" was removed.", ""));
        }
    }
}
