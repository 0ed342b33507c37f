package dev.freshet.sources.sql;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.MinInterval;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.UpstreamContext;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A data source's settings that all databases have, as Grafana names them.
///
/// @param json the type's own settings
/// @param connections the most at a time
/// @param minInterval the least `$__interval`; zero when not set
record SqlSettings(
        DataSource dataSource,
        UpstreamContext context,
        JsonNode json,
        int connections,
        Duration minInterval) {
    private static final int DEFAULT_CONNECTIONS = 10;
    private static final int MOST_CONNECTIONS = 100;

    static SqlSettings of(DataSource dataSource, UpstreamContext context) throws SourceException {
        var json = JsonMapper.shared().readTree(dataSource.jsonData().toBytes());
        int connections = json.path("maxOpenConns").asInt(DEFAULT_CONNECTIONS);
        return new SqlSettings(
                dataSource,
                context,
                json,
                connections <= 0 ? DEFAULT_CONNECTIONS : Math.min(connections, MOST_CONNECTIONS),
                minInterval(dataSource, json.path("timeInterval").asString("")));
    }

    private static Duration minInterval(DataSource dataSource, String text) throws SourceException {
        return MinInterval.read(
                        text, "Setting timeInterval of data source \"" + dataSource.name() + "\"")
                .orElse(Duration.ZERO);
    }

    /// A text among the type's own settings; empty when there is none.
    String text(String name) {
        return json.path(name).asString("").strip();
    }

    String password() {
        return dataSource.secrets().getOrDefault("password", "");
    }

    /// The database's name; empty when none is set.
    String database() {
        var own = text("database");
        return own.isEmpty() ? dataSource.database().strip() : own;
    }

    Duration timeout() {
        return context.timeout();
    }

    /// A sentence about the data source.
    ///
    /// @param what for example `did not answer within 5 s`
    String named(String what) {
        return "Data source \"" + dataSource.name() + "\" " + what + ".";
    }

    /// The refusal of a setting.
    SourceException wrong(String setting, String value, String hint) {
        return new SourceException(
                "Setting %s of data source \"%s\" is \"%s\", which cannot be used."
                        .formatted(setting, dataSource.name(), Shown.of(value)),
                hint);
    }
}
