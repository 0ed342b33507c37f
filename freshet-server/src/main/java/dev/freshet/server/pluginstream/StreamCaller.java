package dev.freshet.server.pluginstream;

import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;

/// Somebody who was let in to a stream, and in whose name it can be run. Any thread; does not
/// block.
public interface StreamCaller {
    /// The same for all subscriptions of one person.
    String key();

    /// What the source is told now: the present settings of the data source, the present role.
    ///
    /// @throws SourceException when this person may not have the stream any more, with the reason
    StreamRequest request() throws SourceException;
}
