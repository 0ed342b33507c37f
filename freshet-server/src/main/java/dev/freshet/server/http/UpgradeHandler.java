package dev.freshet.server.http;

import dev.freshet.server.auth.SignedInUser;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;

/// Takes a connection over for a WebSocket, after access, origin and upgrade headers were checked.
///
/// Called on the event loop. The HTTP handlers have already left the pipeline but for the codec
/// `ctx` stands for; the callee answers 101, removes that codec and owns the connection from then
/// on. The request has no body and needs no release.
@FunctionalInterface
public interface UpgradeHandler {
    void upgrade(ChannelHandlerContext ctx, FullHttpRequest request, SignedInUser user);
}
