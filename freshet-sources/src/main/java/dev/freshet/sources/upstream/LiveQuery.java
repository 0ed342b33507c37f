package dev.freshet.sources.upstream;

/// One query of one data source, read and checked. Thread-safe.
public sealed interface LiveQuery permits PolledQuery, SubscribedQuery {
    /// Equal for queries that get equal answers from the same data source: everything of the query
    /// that matters, with macros replaced. Queries of one identity are asked once.
    String identity();
}
