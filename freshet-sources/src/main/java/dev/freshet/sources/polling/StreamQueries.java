package dev.freshet.sources.polling;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import java.util.Optional;

/// Finds the query behind the path of a channel `ds/<uid>/<path>`. Any thread.
@FunctionalInterface
public interface StreamQueries {
    /// The query; empty when the data source has no stream of that path.
    ///
    /// @throws SourceException when it cannot be looked up now
    Optional<StreamQuery> find(long orgId, DataSource dataSource, String path)
            throws SourceException;
}
