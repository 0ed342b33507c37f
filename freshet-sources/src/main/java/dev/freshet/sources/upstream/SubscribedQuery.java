package dev.freshet.sources.upstream;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSender;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A query whose data source tells what is new by itself.
public non-sealed interface SubscribedQuery extends LiveQuery {
    /// What there is already of a range, to begin with; null when the data source keeps nothing.
    ///
    /// @throws UpstreamUnavailable when it may work later
    /// @throws SourceException when the data source refuses, with its own words
    @Nullable Frame history(TimeRange range) throws SourceException, InterruptedException;

    /// Sends what is new until interrupted; tells of no failure, which is `failing("")`, once the
    /// connection stands.
    ///
    /// @param after what came up to this moment was given by [#history] already; null when nothing
    ///   was
    /// @throws UpstreamUnavailable when the connection is lost; it is run again after a pause
    /// @throws SourceException when the data source refuses, with its own words; it is run again as
    ///   well
    void run(@Nullable Instant after, StreamSender sender)
            throws SourceException, InterruptedException;
}
