package dev.freshet.sources.upstream;

import dev.freshet.source.SourceException;

/// One data source that is being used, with its connections. Thread-safe; lives until its settings
/// change.
public interface Upstream extends AutoCloseable {
    /// Reads a query. No input or output: what only the data source can tell is found when it is
    /// asked.
    ///
    /// @throws SourceException when it is wrong: which member, with which value, what it must be
    LiveQuery prepare(QueryModel model) throws SourceException;

    /// Asks the data source whether it is there and takes our credentials. Returns what to tell an
    /// operator, for example its version.
    ///
    /// @throws SourceException why it is not usable
    String checkHealth() throws SourceException, InterruptedException;

    /// Ends connections; running calls fail.
    @Override
    void close();
}
