package dev.freshet.engine.transport;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/// The short answers of the engine's own HTTP front. Event loop only.
final class EndpointAnswers {
    private EndpointAnswers() {}

    /// Tells a peer that waits with its body to send it.
    static void proceed(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(empty(HttpResponseStatus.CONTINUE), ctx.voidPromise());
    }

    /// Nothing to say: it is done.
    static void done(ChannelHandlerContext ctx, HttpRequest request) {
        write(ctx, request, empty(HttpResponseStatus.NO_CONTENT));
    }

    /// What a browser may send (§21).
    static void options(ChannelHandlerContext ctx, HttpRequest request) {
        var response = empty(HttpResponseStatus.NO_CONTENT);
        PageAccess.preflight("POST, OPTIONS").forEach(response.headers()::set);
        write(ctx, request, response);
    }

    private static DefaultFullHttpResponse empty(HttpResponseStatus status) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    }

    private static void write(
            ChannelHandlerContext ctx, HttpRequest request, DefaultFullHttpResponse response) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response.headers(), request.protocolVersion(), keepAlive);
        var written = ctx.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    static boolean hasBody(HttpRequest request) {
        return HttpUtil.isTransferEncodingChunked(request)
                || HttpUtil.getContentLength(request, 0L) > 0;
    }

    static Refusal refusal(EmulationOutcome outcome) {
        return new Refusal(HttpResponseStatus.valueOf(outcome.status()), outcome.sentence());
    }

    /// Says why not and closes.
    ///
    /// @param bodyIsComing true when the peer may still be sending: a close would reset the
    ///   connection then and could take the answer away from it, so only our side is closed
    static void refuse(ChannelHandlerContext ctx, Refusal refusal, boolean bodyIsComing) {
        var body = ByteBufUtil.writeUtf8(ctx.alloc(), refusal.sentence() + "\n");
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refusal.status(), body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13")
                .set(HttpHeaderNames.CONNECTION, "close");
        var written = ctx.writeAndFlush(response);
        if (bodyIsComing && ctx.channel() instanceof DuplexChannel duplex) {
            written.addListener(done -> duplex.shutdownOutput());
        } else {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
