package dev.freshet.sources.polling;

import dev.freshet.sources.upstream.QueryModel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a channel of a data source shows.
///
/// @param delay how far behind the present the data source is asked, so that what comes late is
///   there; zero for most
/// @param overlap how much of what was asked before is asked again, for what came late in spite of
///   it; null for a default that suits the query
public record StreamQuery(QueryModel model, Duration delay, @Nullable Duration overlap) {}
