package dev.freshet.sources.influxdb;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamType;
import java.util.Set;

/// Data sources that are an InfluxDB. The setting `version` names the query language, as in
/// Grafana.
public final class InfluxDbType implements UpstreamType {
    @Override
    public Set<String> names() {
        return Set.of("influxdb");
    }

    @Override
    public Upstream open(DataSource dataSource, UpstreamContext context) throws SourceException {
        var settings = InfluxSettings.of(dataSource);
        return switch (settings.text("version")) {
            case "", "InfluxQL" -> new InfluxQlUpstream(settings, context);
            case "Flux" -> new FluxUpstream(settings, context);
            case "SQL" -> new SqlUpstream(settings, context);
            default ->
                    throw new SourceException(
                            settings.named("version")
                                    + " is \""
                                    + Shown.of(settings.text("version"))
                                    + "\".",
                            "Set it to InfluxQL, Flux or SQL.");
        };
    }
}
