package dev.freshet.server.serverapi;

import dev.freshet.engine.Engine;
import dev.freshet.server.channel.Channels;
import dev.freshet.server.channel.Patience;
import dev.freshet.server.config.ServerApiSettings;
import dev.freshet.server.metrics.MetricRegistry;
import dev.freshet.server.problem.Problem;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// The table of all methods by name, in the order in which documents list them.
public final class ApiMethods {
    private final Map<String, ApiMethod> all;

    /// Makes the methods.
    ///
    /// @param metrics of this server, for `info`
    /// @param refusals told of what is refused inside batches and broadcasts
    public ApiMethods(
            Engine engine,
            Channels channels,
            ApiPublisher publisher,
            ChannelSurvey survey,
            Patience patience,
            ServerApiSettings settings,
            InstantSource clock,
            MetricRegistry metrics,
            Consumer<Problem> refusals) {
        var node = engine.node();
        var names = new ChannelNames(channels);
        var publish =
                new PublishMethods(
                        names,
                        node::optionsOf,
                        publisher,
                        patience,
                        settings.maxBroadcastChannels(),
                        refusals);
        var clients = new ClientMethods(names, engine, clock);
        var channel = new ChannelMethods(names, node, settings.maxHistory());
        var nodes =
                new NodeMethods(
                        node.cluster(),
                        survey,
                        () -> metrics.values("grafana_live_"),
                        ProcessUsage::now);
        var methods = new LinkedHashMap<String, ApiMethod>();
        methods.put("publish", publish::publish);
        methods.put("broadcast", publish::broadcast);
        methods.put("subscribe", clients::subscribe);
        methods.put("unsubscribe", clients::unsubscribe);
        methods.put("disconnect", clients::disconnect);
        methods.put("refresh", clients::refresh);
        methods.put("presence", channel::presence);
        methods.put("presence_stats", channel::presenceStats);
        methods.put("history", channel::history);
        methods.put("history_remove", channel::historyRemove);
        methods.put("channels", nodes::channels);
        methods.put("info", nodes::info);
        methods.put("rpc", nodes::rpc);
        var batch =
                new BatchMethod(
                        new LinkedHashMap<>(methods), settings.maxBatchCommands(), refusals);
        methods.put("batch", batch::call);
        all = Collections.unmodifiableMap(methods);
    }

    Map<String, ApiMethod> all() {
        return all;
    }
}
