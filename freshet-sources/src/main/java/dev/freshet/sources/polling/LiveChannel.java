package dev.freshet.sources.polling;

import dev.freshet.source.History;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSender;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a channel shows while it has subscribers.
interface LiveChannel {
    /// The rows to begin with; null when it has begun. Blocks.
    @Nullable History begin() throws SourceException, InterruptedException;

    /// Sends what is new until interrupted; begins first if need be.
    void run(StreamSender sender) throws SourceException, InterruptedException;

    /// Ends what [#begin] began, for good; once it has run there is nothing to do any more.
    void close();

    /// Another channel takes its place: as [#close], but when it runs it ends with its run.
    void retire();

    /// True when nobody has asked for it for a while, and it does not run.
    boolean isUnused(Instant now);
}
