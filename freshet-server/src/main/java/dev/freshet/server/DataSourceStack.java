package dev.freshet.server;

import dev.freshet.plugins.PluginHost;
import dev.freshet.plugins.PluginState;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.config.Settings;
import dev.freshet.server.config.SourceSettings;
import dev.freshet.server.datasource.Change;
import dev.freshet.server.datasource.DataSourceApi;
import dev.freshet.server.datasource.DataSources;
import dev.freshet.server.http.Route;
import dev.freshet.server.metrics.MetricRegistry;
import dev.freshet.server.plugin.JarSources;
import dev.freshet.server.plugin.PluginApi;
import dev.freshet.server.plugin.PluginSources;
import dev.freshet.server.plugin.Plugins;
import dev.freshet.server.plugin.ResourceApi;
import dev.freshet.server.provisioning.DataSourceProvisioning;
import dev.freshet.server.provisioning.ProvisioningApi;
import dev.freshet.server.query.KnownQueries;
import dev.freshet.server.query.Queries;
import dev.freshet.server.query.QueryApi;
import dev.freshet.server.query.QueryMetrics;
import dev.freshet.server.query.StreamLookup;
import dev.freshet.server.storage.Database;
import dev.freshet.sources.BuiltInTypes;
import dev.freshet.sources.polling.LiveQueries;
import dev.freshet.sources.polling.PollLimits;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/// The part of the server that knows data sources: their tables and files, what streams for them,
/// and their HTTP. Any thread.
final class DataSourceStack implements AutoCloseable {
    private final DataSources dataSources;
    private final DataSourceProvisioning provisioning;
    private final PluginHost plugins;
    private final JarSources jars;
    private final LiveQueries liveQueries;
    private final Sources sources;
    private final Queries queries;
    private final Executor virtualThreads;

    private DataSourceStack(
            Settings settings,
            Database database,
            DataSources dataSources,
            DataSourceProvisioning provisioning,
            InstantSource clock,
            ScheduledExecutorService timer,
            Executor virtualThreads) {
        this.dataSources = dataSources;
        this.provisioning = provisioning;
        this.virtualThreads = virtualThreads;
        this.plugins =
                Plugins.start(
                        settings.plugins(),
                        settings.paths().data(),
                        settings.server().rootUrl().toString(),
                        clock);
        this.jars = JarSources.load(settings.plugins().directory(), clock);
        var knownQueries = new KnownQueries(database, clock);
        knownQueries.watch(timer);
        this.liveQueries =
                new LiveQueries(
                        BuiltInTypes.all(),
                        new StreamLookup(dataSources, knownQueries),
                        pollLimits(settings.sources()),
                        clock);
        this.sources =
                Sources.of(
                        new DataSourceIndex(dataSources),
                        jars,
                        new PluginSources(plugins),
                        liveQueries,
                        clock);
        this.queries =
                new Queries(
                        dataSources,
                        sources.directory(),
                        sources.types(),
                        liveQueries,
                        knownQueries,
                        plugins,
                        virtualThreads,
                        clock);
    }

    /// Reads tables and provisioning files, then starts the plugins. Blocks.
    ///
    /// @throws InvalidConfig when a provisioning file cannot be used, with all that is wrong;
    ///   nothing has been started then
    static DataSourceStack open(
            Settings settings,
            Database database,
            InstantSource clock,
            ScheduledExecutorService timer,
            Executor virtualThreads)
            throws InvalidConfig {
        var dataSources =
                DataSources.open(
                        database, settings.security().secretKey(), clock, new SecureRandom());
        var provisioning =
                new DataSourceProvisioning(
                        settings.paths().provisioning(), System.getenv(), dataSources);
        provisioning.load();
        return new DataSourceStack(
                settings, database, dataSources, provisioning, clock, timer, virtualThreads);
    }

    private static PollLimits pollLimits(SourceSettings settings) {
        return new PollLimits(
                settings.minInterval(),
                settings.maxRange(),
                settings.timeout(),
                settings.maxRows(),
                settings.maxBytes(),
                settings.keptRows());
    }

    Sources sources() {
        return sources;
    }

    Queries queries() {
        return queries;
    }

    /// From now on streams follow what becomes of their data sources and plugins, and both follow
    /// their files.
    void serve(LiveCore core, ScheduledExecutorService timer) {
        dataSources.onChange(core::dataSourceChanged);
        dataSources.onChange(this::forgetRemoved);
        plugins.onChange(id -> pluginChanged(core, id));
        dataSources.watch(timer);
        provisioning.watch(timer, virtualThreads);
    }

    private void forgetRemoved(Change change) {
        var before = change.before();
        if (before != null && change.after() == null) {
            virtualThreads.execute(() -> liveQueries.forget(before));
        }
    }

    private void pluginChanged(LiveCore core, String id) {
        if (plugins.plugin(id)
                .filter(plugin -> plugin.status().state() == PluginState.RUNNING)
                .isPresent()) {
            core.pluginIsBack(channel -> serves(id, channel));
        }
    }

    private boolean serves(String pluginId, OrgChannel channel) {
        var address = channel.address();
        return switch (address.scope()) {
            case "plugin" -> address.namespace().equals(pluginId);
            case "ds" ->
                    dataSources
                            .find(channel.orgId(), address.namespace())
                            .filter(found -> found.type().equals(pluginId))
                            .isPresent();
            default -> false;
        };
    }

    List<Route> routes() {
        var routes = new ArrayList<Route>();
        routes.addAll(
                new PluginApi(plugins, jars, sources.types(), sources.directory(), liveQueries)
                        .routes());
        routes.addAll(
                new ResourceApi(plugins, sources.directory(), liveQueries, sources.types())
                        .routes());
        routes.addAll(new QueryApi(queries).routes());
        routes.addAll(new DataSourceApi(dataSources, new SecureRandom()).routes());
        routes.addAll(new ProvisioningApi(provisioning).routes());
        return routes;
    }

    void bind(MetricRegistry metrics) {
        QueryMetrics.bind(metrics, liveQueries, dataSources);
    }

    /// What is wrong with the provisioning files since they changed; empty when nothing is.
    String provisioningTrouble() {
        return provisioning.trouble();
    }

    /// Ends plugins and polls; their streams have ended before.
    @Override
    public void close() {
        liveQueries.close();
        plugins.close();
        jars.close();
    }
}
