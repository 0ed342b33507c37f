/// Carrying bytes: the WebSocket frames, the upgrade from HTTP, what is waiting to be written.
///
/// The only package that touches Netty's channels. Everything runs on the connection's event loop.
/// Start at [WebSocketFrames].
@NullMarked
package dev.freshet.engine.transport;

import org.jspecify.annotations.NullMarked;
