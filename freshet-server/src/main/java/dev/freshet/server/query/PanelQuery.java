package dev.freshet.server.query;

import dev.freshet.server.problem.Problem;
import dev.freshet.sources.polling.StreamQuery;
import dev.freshet.sources.upstream.TimeRange;
import org.jspecify.annotations.Nullable;

/// One query of a request.
///
/// @param refId names it within the request
/// @param dataSource uid; empty for the default one
/// @param query with everything that decides what is shown
/// @param range what the panel shows
/// @param live whether a channel is wanted: the range ends now, and nobody said no
/// @param wrong why it cannot be carried out; null when it can
record PanelQuery(
        String refId,
        String dataSource,
        StreamQuery query,
        TimeRange range,
        boolean live,
        @Nullable Problem wrong) {}
