package dev.freshet.engine.transport;

import dev.freshet.engine.client.ClientLoop;
import dev.freshet.engine.client.Credentials;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns an HTTP connection into a WebSocket whose peer speaks the client protocol.
///
/// The caller has checked the method, the origin and who is asking. Must be called on the
/// connection's event loop, which has to be one of the engine's.
public final class WebSocketUpgrade {
    private static final String JSON = "centrifuge-json";
    private static final String PROTOBUF = "centrifuge-protobuf";
    private static final List<String> SUBPROTOCOLS = List.of(JSON, PROTOBUF);

    private final EngineLoops loops;
    private final int maxMessageBytes;

    public WebSocketUpgrade(
            Map<EventLoop, ClientLoop> clientLoops,
            Map<EventLoop, WebSocketLoop> socketLoops,
            int maxMessageBytes) {
        this.loops = new EngineLoops(clientLoops, socketLoops);
        this.maxMessageBytes = maxMessageBytes;
    }

    /// Answers 101, takes every HTTP handler out of the pipeline (TLS stays) and lets the client
    /// begin.
    ///
    /// @param credentials who it is; null when the connect command has to say
    /// @throws IllegalArgumentException when [WebSocketHandshake#refusal] would have refused the
    ///   request
    public void accept(
            ChannelHandlerContext ctx, HttpRequest request, @Nullable Credentials credentials) {
        var clientLoop = loops.clients(ctx.channel());
        var socketLoop = loops.sockets(ctx.channel());
        var query = new QueryStringDecoder(request.uri()).parameters();
        boolean framePings = has(query, "cf_ws_frame_ping_pong", "true");
        var extensions = extensions(request, socketLoop);
        var compression = extensions == null ? null : socketLoop.compression();
        var plain = wire(request, query);
        var wire = compression == null ? plain : compression.compressed(plain);
        WebSocketHandshake.complete(
                ctx,
                request,
                SUBPROTOCOLS,
                extensions,
                () ->
                        new WebSocketTransport(
                                        clientLoop,
                                        socketLoop,
                                        wire,
                                        compression,
                                        maxMessageBytes,
                                        framePings,
                                        credentials)
                                .frames());
    }

    /// Answers 101 to a peer that only listens (§22). Its connect request is the query parameter
    /// `cf_connect`, or else its one message.
    ///
    /// @param credentials who it is; null when the connect request has to say
    /// @throws IllegalArgumentException when [WebSocketHandshake#refusal] would have refused the
    ///   request
    public void acceptUnidirectional(
            ChannelHandlerContext ctx, HttpRequest request, @Nullable Credentials credentials) {
        var clientLoop = loops.clients(ctx.channel());
        var socketLoop = loops.sockets(ctx.channel());
        WebSocketHandshake.check(request);
        var asked = ConnectQuery.of(request);
        var socket =
                new UnidirectionalSocket(
                        clientLoop, socketLoop, maxMessageBytes, asked.length > 0, credentials);
        WebSocketHandshake.complete(ctx, request, List.of(), null, socket::frames);
        if (asked.length > 0) {
            socket.connect(asked, 0, asked.length);
        }
    }

    /// Answers 101 and lets `listener` take the messages: a WebSocket that does not speak the
    /// client protocol.
    ///
    /// @return the frames, to write to
    public WebSocketFrames acceptPlain(
            ChannelHandlerContext ctx,
            HttpRequest request,
            int maxBytes,
            WebSocketListener listener) {
        var socketLoop = loops.sockets(ctx.channel());
        var extensions = extensions(request, socketLoop);
        var compression = extensions == null ? null : socketLoop.compression();
        var frames =
                new WebSocketFrames(
                        socketLoop, maxBytes, Framing.WEBSOCKET_LINES, compression, listener);
        WebSocketHandshake.complete(ctx, request, List.of(), extensions, () -> frames);
        return frames;
    }

    /// What to answer to the client's offers to compress; null when none is taken.
    private static @Nullable String extensions(HttpRequest request, WebSocketLoop loop) {
        return loop.compression() == null
                ? null
                : DeflateOffers.answer(
                        request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS));
    }

    /// Protobuf when the query or the chosen sub-protocol says so (§1).
    private static Wire wire(HttpRequest request, Map<String, List<String>> query) {
        return has(query, "format", "protobuf")
                        || has(query, "cf_protocol", "protobuf")
                        || PROTOBUF.equals(WebSocketHandshake.subprotocol(request, SUBPROTOCOLS))
                ? Wire.WEBSOCKET_PROTOBUF
                : Wire.WEBSOCKET_JSON;
    }

    private static boolean has(Map<String, List<String>> query, String name, String value) {
        return query.getOrDefault(name, List.of()).contains(value);
    }
}
