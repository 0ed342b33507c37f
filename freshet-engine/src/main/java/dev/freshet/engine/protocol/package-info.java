/// The Centrifuge client protocol v2: commands, replies, pushes, error and close codes, and their
/// JSON form.
///
/// Values only: nothing here knows a thread, a connection or a channel's subscribers. Uses
/// Jackson's streaming reader and Netty's buffers to write into. Start at [JsonCodec].
@NullMarked
package dev.freshet.engine.protocol;

import org.jspecify.annotations.NullMarked;
