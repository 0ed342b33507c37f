/// Messages whose content nobody declared, as rows of frames.
///
/// Shared by the types that subscribe to topics or channels. [ArrivalQueue] stands between the
/// library's thread and the stream's, [MessageStream] is the way from one to the other,
/// [MessageFrames] remembers the columns. Nothing here knows where messages come from.
@NullMarked
package dev.freshet.sources.message;

import org.jspecify.annotations.NullMarked;
