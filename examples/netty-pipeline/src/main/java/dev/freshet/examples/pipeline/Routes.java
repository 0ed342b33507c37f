package dev.freshet.examples.pipeline;

import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.transport.WebSocketHandshake;
import dev.freshet.engine.transport.WebSocketUpgrade;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Instant;

/// What is served at which path.
final class Routes extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final WebSocketUpgrade upgrade;

    Routes(WebSocketUpgrade upgrade) {
        this.upgrade = upgrade;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        switch (new QueryStringDecoder(request.uri()).path()) {
            case "/time" -> answer(ctx, request, HttpResponseStatus.OK, Instant.now().toString());
            case "/connection/websocket" -> open(ctx, request);
            default -> answer(ctx, request, HttpResponseStatus.NOT_FOUND, "There is /time.");
        }
    }

    /// Who asks and from which page is the HTTP server's business: here everybody may come, from a
    /// page of this very host.
    private void open(ChannelHandlerContext ctx, FullHttpRequest request) {
        var refusal = WebSocketHandshake.refusal(request);
        var origin = request.headers().get(HttpHeaderNames.ORIGIN);
        var host = request.headers().get(HttpHeaderNames.HOST);
        if (refusal != null) {
            answer(ctx, request, HttpResponseStatus.BAD_REQUEST, refusal);
        } else if (origin != null && !origin.equals("http://" + host)) {
            answer(ctx, request, HttpResponseStatus.FORBIDDEN, "Not from " + origin + ".");
        } else {
            upgrade.accept(ctx, request, Credentials.ofUser("guest"));
        }
    }

    private static void answer(
            ChannelHandlerContext ctx,
            FullHttpRequest request,
            HttpResponseStatus status,
            String text) {
        var body = ByteBufUtil.writeUtf8(ctx.alloc(), text + "\n");
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        HttpUtil.setContentLength(response, body.readableBytes());
        HttpUtil.setKeepAlive(response, HttpUtil.isKeepAlive(request));
        ctx.writeAndFlush(response);
    }
}
