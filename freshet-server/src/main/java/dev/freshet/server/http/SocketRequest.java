package dev.freshet.server.http;

import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.transport.WebSocketFrames;
import dev.freshet.engine.transport.WebSocketListener;
import dev.freshet.engine.transport.WebSocketUpgrade;
import dev.freshet.server.auth.SignedInUser;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import java.util.concurrent.ScheduledExecutorService;

/// A request for a WebSocket that passed every check and waits to be accepted, in one of two ways.
///
/// Belongs to the connection's event loop, which must be one of the engine's.
public final class SocketRequest {
    private final ChannelHandlerContext ctx;
    private final HttpRequest head;
    private final Request request;

    SocketRequest(ChannelHandlerContext ctx, HttpRequest head, Request request) {
        this.ctx = ctx;
        this.head = head;
        this.request = request;
    }

    /// Path parameters, query and headers; there is no body.
    public Request request() {
        return request;
    }

    public SignedInUser user() {
        return request.user();
    }

    /// The connection's event loop.
    public ScheduledExecutorService loop() {
        return ctx.channel().eventLoop();
    }

    /// Makes it a client of the engine.
    public void acceptClient(WebSocketUpgrade engine, Credentials credentials) {
        engine.accept(ctx, head, credentials);
    }

    /// Makes it a plain WebSocket whose messages `listener` takes.
    public WebSocketFrames acceptPlain(
            WebSocketUpgrade engine, int maxMessageBytes, WebSocketListener listener) {
        return engine.acceptPlain(ctx, head, maxMessageBytes, listener);
    }
}
