package dev.freshet.server.plugin;

import dev.freshet.plugins.BackendPlugin;
import dev.freshet.plugins.PluginHost;
import dev.freshet.plugins.PluginStatus;
import dev.freshet.server.pluginstream.SourceTypes;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;

/// Plugins by id, as the sources of the data sources that name them. Any thread; does not block.
public final class PluginSources implements SourceTypes {
    private final PluginHost host;

    public PluginSources(PluginHost host) {
        this.host = host;
    }

    @Override
    public Found find(String type) {
        return host.plugin(type).map(PluginSources::found).orElseGet(Found.Missing::new);
    }

    /// What keeps a plugin from running for the moment is told by its calls; what keeps it from
    /// ever running is told here, without waking anything.
    private static Found found(BackendPlugin plugin) {
        var status = plugin.status();
        return switch (status.state()) {
            case NOT_STARTED, STARTING, RUNNING, WAITING, FAILED ->
                    new Found.Here(plugin.streams());
            case NOT_ALLOWED, NO_BACKEND, DUPLICATE, INVALID, CLOSED ->
                    new Found.Unable(unable(status));
        };
    }

    private static Problem unable(PluginStatus status) {
        return Problem.of(ProblemType.SOURCE_UNAVAILABLE, status.reason(), "");
    }
}
