package dev.freshet.sources.upstream;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import java.util.Set;

/// A type of data source that is asked with queries. Thread-safe.
public interface UpstreamType {
    /// As data sources name it, the ids of Grafana's plugins: `prometheus`.
    Set<String> names();

    /// Gets ready to ask this data source; nothing is sent yet.
    ///
    /// @param context kept by the upstream: limits of each request, and what counts its costs
    /// @throws SourceException when the settings are wrong: which one, and what it must be
    Upstream open(DataSource dataSource, UpstreamContext context) throws SourceException;
}
