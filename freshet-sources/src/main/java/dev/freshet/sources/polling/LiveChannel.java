package dev.freshet.sources.polling;

import dev.freshet.source.History;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSender;
import org.jspecify.annotations.Nullable;

/// What a channel shows while it has subscribers.
interface LiveChannel {
    /// The rows to begin with; null when it has begun. Blocks.
    @Nullable History begin() throws SourceException, InterruptedException;

    /// Sends what is new until interrupted; begins first if need be.
    void run(StreamSender sender) throws SourceException, InterruptedException;

    /// Ends what [#begin] began; once it has run there is nothing to do any more.
    void leave();
}
