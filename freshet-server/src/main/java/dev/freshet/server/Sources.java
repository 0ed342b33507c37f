package dev.freshet.server;

import dev.freshet.server.pluginstream.DataSourceDirectory;
import dev.freshet.server.pluginstream.SourceTypes;
import dev.freshet.server.pluginstream.SourceTypes.Found;
import dev.freshet.server.testdata.TestDataSource;
import dev.freshet.source.StreamSource;
import dev.freshet.sources.polling.LiveQueries;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;

/// What streams for data sources and plugins.
///
/// @param directory the data sources
/// @param types the sources by type: those of this server, then jars, then plugins
record Sources(DataSourceDirectory directory, SourceTypes types) {
    /// The sources of this server, and behind them those of jars and the plugins.
    static Sources of(
            DataSourceDirectory directory,
            SourceTypes jars,
            SourceTypes plugins,
            LiveQueries queries,
            InstantSource clock) {
        var builtIn =
                Map.<String, StreamSource>of(
                        "testdata", new TestDataSource(clock, SplittableRandom::new),
                        "grafana-testdata-datasource",
                                new TestDataSource(clock, SplittableRandom::new));
        return new Sources(
                directory,
                type -> {
                    var own = builtIn.get(type);
                    if (own != null) {
                        return new Found.Here(own);
                    }
                    if (queries.types().contains(type)) {
                        return new Found.Here(queries);
                    }
                    var jar = jars.find(type);
                    return jar instanceof Found.Missing ? plugins.find(type) : jar;
                });
    }
}
