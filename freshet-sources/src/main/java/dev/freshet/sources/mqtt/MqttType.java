package dev.freshet.sources.mqtt;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamType;
import java.util.Set;

/// MQTT brokers: Mosquitto, HiveMQ, EMQX and whatever else speaks MQTT 3.1.1.
public final class MqttType implements UpstreamType {
    @Override
    public Set<String> names() {
        return Set.of("mqtt", "grafana-mqtt-datasource");
    }

    @Override
    public Upstream open(DataSource dataSource, UpstreamContext context) throws SourceException {
        return new MqttUpstream(dataSource, context);
    }
}
