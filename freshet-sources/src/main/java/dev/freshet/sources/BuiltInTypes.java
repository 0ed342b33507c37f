package dev.freshet.sources;

import dev.freshet.sources.elasticsearch.ElasticsearchType;
import dev.freshet.sources.httpjson.HttpJsonType;
import dev.freshet.sources.influxdb.InfluxDbType;
import dev.freshet.sources.loki.LokiType;
import dev.freshet.sources.mqtt.MqttType;
import dev.freshet.sources.prometheus.PrometheusType;
import dev.freshet.sources.redis.RedisType;
import dev.freshet.sources.sql.SqlType;
import dev.freshet.sources.upstream.UpstreamType;
import java.util.ArrayList;
import java.util.List;

/// The types of data sources that this module makes live.
public final class BuiltInTypes {
    private BuiltInTypes() {}

    public static List<UpstreamType> all() {
        var types = new ArrayList<UpstreamType>();
        types.add(new PrometheusType());
        types.add(new InfluxDbType());
        types.add(new ElasticsearchType());
        types.add(new LokiType());
        types.addAll(SqlType.all());
        types.add(new HttpJsonType());
        types.add(new MqttType());
        types.add(new RedisType());
        return List.copyOf(types);
    }
}
