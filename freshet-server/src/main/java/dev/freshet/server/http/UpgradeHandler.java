package dev.freshet.server.http;

import dev.freshet.server.auth.SignedInUser;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;

/// Takes a connection over for a WebSocket, after access, origin and upgrade headers were checked.
///
/// Called on the event loop with the context of the last HTTP handler in the pipeline; the callee
/// answers 101, removes what is left of HTTP and owns the connection from then on, as the engine's
/// `WebSocketUpgrade` does. The request has no body and needs no release.
@FunctionalInterface
public interface UpgradeHandler {
    void upgrade(ChannelHandlerContext ctx, HttpRequest request, SignedInUser user);
}
