/// Carrying bytes: WebSocket frames, HTTP responses that go on, the way there from an HTTP request,
/// what is waiting to be written.
///
/// The only package that touches Netty's channels. Everything runs on the connection's event loop.
/// Start at [WebSocketFrames] or [HttpStreams].
@NullMarked
package dev.freshet.engine.transport;

import org.jspecify.annotations.NullMarked;
