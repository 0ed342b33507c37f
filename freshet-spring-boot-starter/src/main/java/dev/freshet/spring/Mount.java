package dev.freshet.spring;

import dev.freshet.engine.transport.WebSocketHandshake;
import dev.freshet.engine.transport.WebSocketUpgrade;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Set;

/// At which paths WebSockets are opened, and for whom. Immutable but for whether it is open; event
/// loops.
final class Mount {
    private final WebSocketUpgrade upgrade;
    private final Set<String> paths;
    private final AllowedOrigins origins;
    private final RequestCredentials credentials;
    private volatile boolean open;

    Mount(
            WebSocketUpgrade upgrade,
            Set<String> paths,
            AllowedOrigins origins,
            RequestCredentials credentials) {
        this.upgrade = upgrade;
        this.paths = Set.copyOf(paths);
        this.origins = origins;
        this.credentials = credentials;
    }

    void open(boolean yes) {
        open = yes;
    }

    boolean isOpen() {
        return open;
    }

    Set<String> paths() {
        return paths;
    }

    /// True when the request is for one of the paths.
    boolean isFor(HttpRequest request) {
        int query = request.uri().indexOf('?');
        return paths.contains(query < 0 ? request.uri() : request.uri().substring(0, query));
    }

    /// Makes the connection a WebSocket, or says why not. The whole request has been read.
    void answer(ChannelHandlerContext ctx, HttpRequest request) {
        var refusal = WebSocketHandshake.refusal(request);
        if (refusal != null) {
            var status =
                    request.method().equals(HttpMethod.GET)
                            ? HttpResponseStatus.BAD_REQUEST
                            : HttpResponseStatus.METHOD_NOT_ALLOWED;
            Sentences.send(ctx, status, refusal);
            return;
        }
        var origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (!origins.allow(origin, request.headers().get(HttpHeaderNames.HOST))) {
            Sentences.send(
                    ctx,
                    HttpResponseStatus.FORBIDDEN,
                    "Origin \""
                            + origin
                            + "\" is not allowed; if the page is yours, add it to"
                            + " freshet.allowed-origins.");
            return;
        }
        if (!open) {
            Sentences.send(
                    ctx,
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "This server is stopping; connect again in a moment.");
            return;
        }
        upgrade.accept(ctx, request, credentials.of(request));
        // Reactor Netty reads only when it is asked to.
        ctx.channel().config().setAutoRead(true);
    }
}
