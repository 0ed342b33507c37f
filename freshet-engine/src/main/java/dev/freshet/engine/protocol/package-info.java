/// The Centrifuge client protocol v2: commands, replies, pushes, error and close codes, and their
/// two forms, JSON and Protobuf.
///
/// Values only: nothing here knows a thread, a connection or a channel's subscribers. Uses
/// Jackson's streaming reader and Netty's buffers to write into. Start at [Codec].
@NullMarked
package dev.freshet.engine.protocol;

import org.jspecify.annotations.NullMarked;
