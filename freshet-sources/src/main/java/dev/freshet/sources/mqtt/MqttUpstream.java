package dev.freshet.sources.mqtt;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.LiveQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;

/// One broker that is being used. Thread-safe.
final class MqttUpstream implements Upstream {
    private final DataSource dataSource;
    private final UpstreamContext context;
    private final MqttConnections connections;

    MqttUpstream(DataSource dataSource, UpstreamContext context) throws SourceException {
        this.dataSource = dataSource;
        this.context = context;
        this.connections =
                new MqttConnections(
                        MqttSettings.of(dataSource),
                        new MqttFailures(dataSource),
                        context.timeout());
    }

    @Override
    public LiveQuery prepare(QueryModel model) throws SourceException {
        return MqttQuery.of(model, dataSource, context, connections);
    }

    @Override
    public String checkHealth() throws SourceException, InterruptedException {
        connections.check();
        return "Accepts our connection.";
    }

    @Override
    public void close() {
        connections.close();
    }
}
