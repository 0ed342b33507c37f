package dev.freshet.sources.influxdb;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.MinInterval;
import dev.freshet.sources.upstream.QueryModel;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The settings of a data source.
///
/// @param json the type's own
/// @param minInterval the smallest `$__interval`; zero when there is none
record InfluxSettings(DataSource dataSource, JsonNode json, Duration minInterval) {
    static InfluxSettings of(DataSource dataSource) throws SourceException {
        var json = JsonMapper.shared().readTree(dataSource.jsonData().toBytes());
        var minInterval =
                MinInterval.read(
                        json.path("timeInterval").asString(""), named("timeInterval", dataSource));
        return new InfluxSettings(dataSource, json, minInterval.orElse(Duration.ZERO));
    }

    /// The setting, empty when there is none.
    String text(String name) {
        return json.path(name).asString("").strip();
    }

    /// The secret, empty when there is none.
    String secret(String name) {
        return dataSource.secrets().getOrDefault(name, "").strip();
    }

    /// Where data is, as InfluxDB 1 and 3 call it.
    String database() throws SourceException {
        var name = text("dbName").isEmpty() ? dataSource.database() : text("dbName");
        if (name.isEmpty()) {
            throw new SourceException(
                    "Data source \"" + dataSource.name() + "\" has no database.",
                    "Set dbName in its jsonData.");
        }
        return name;
    }

    /// The interval between two points of this query.
    Duration interval(QueryModel model) {
        return model.interval().compareTo(minInterval) > 0 ? model.interval() : minInterval;
    }

    /// How an error calls a setting.
    String named(String setting) {
        return named(setting, dataSource);
    }

    private static String named(String setting, DataSource dataSource) {
        return "Setting " + setting + " of data source \"" + dataSource.name() + "\"";
    }
}
