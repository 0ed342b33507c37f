/// Between the server and the engine: what clients ask on the socket becomes questions to
/// [Channels], and what the server publishes goes to the engine's node.
///
/// The only package that knows both sides. Start at [SocketHandlers].
@NullMarked
package dev.freshet.server.socket;

import org.jspecify.annotations.NullMarked;
