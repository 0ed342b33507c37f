package dev.freshet.engine.transport;

import dev.freshet.engine.client.ClientLoop;
import dev.freshet.engine.client.Credentials;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns an HTTP request into a stream of messages, for peers that a WebSocket does not reach (§21,
/// §22).
///
/// The caller has checked the origin, who is asking and the length of the body. A GET carries
/// commands in its query: where browsers send credentials by themselves, the caller also has to see
/// that it comes from a page of its own, because a mere link can be such a GET. Must be called on
/// the connection's event loop, which has to be one of the engine's.
public final class HttpStreams {
    private final EngineLoops loops;
    private final EmulationSessions sessions;

    public HttpStreams(
            Map<EventLoop, ClientLoop> clientLoops,
            Map<EventLoop, WebSocketLoop> socketLoops,
            EmulationSessions sessions) {
        this.loops = new EngineLoops(clientLoops, socketLoops);
        this.sessions = sessions;
    }

    /// Why the request cannot become a stream of this kind, one sentence; null when it can. A
    /// refusal is answered 405 when the method is not POST, or GET for an event stream, and 400
    /// otherwise.
    public static @Nullable String refusal(StreamKind kind, HttpRequest request) {
        boolean get = request.method().equals(HttpMethod.GET);
        if (!mayOpen(kind, request.method())) {
            return (kind.opensWithGet()
                            ? "An event stream is opened with GET or POST, not "
                            : "A stream is opened with POST, not ")
                    + request.method()
                    + ".";
        }
        return get && kind == StreamKind.SSE && ConnectQuery.of(request).length == 0
                ? "The query parameter "
                        + ConnectQuery.NAME
                        + " is missing; it has the first commands."
                : null;
    }

    /// True when streams of this kind are opened with the method.
    public static boolean mayOpen(StreamKind kind, HttpMethod method) {
        return method.equals(HttpMethod.POST)
                || (kind.opensWithGet() && method.equals(HttpMethod.GET));
    }

    /// Answers 200, takes every HTTP handler out of the pipeline (TLS stays) and lets the client
    /// begin; the response ends with the client.
    ///
    /// @param body of the request, empty for GET
    /// @param credentials who it is; null when the connect command has to say
    /// @param readers which page of another origin may read the response
    /// @throws IllegalArgumentException when [#refusal] would have refused the request
    public void accept(
            ChannelHandlerContext ctx,
            HttpRequest request,
            byte[] body,
            StreamKind kind,
            @Nullable Credentials credentials,
            PageAccess readers) {
        var refusal = refusal(kind, request);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal);
        }
        var clientLoop = loops.clients(ctx.channel());
        var socketLoop = loops.sockets(ctx.channel());
        var contentType = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
        var format = kind.format(Emulation.PROTOBUF.equals(contentType));
        boolean chunked = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
        var transport =
                new StreamTransport(
                        clientLoop,
                        socketLoop.flushQueue(),
                        kind,
                        format,
                        chunked,
                        sessions,
                        credentials);
        HttpTakeover.complete(
                ctx, StreamHead.write(ctx.alloc(), format, chunked, readers), transport::stream);
        transport.begin(request.method().equals(HttpMethod.GET) ? ConnectQuery.of(request) : body);
    }
}
