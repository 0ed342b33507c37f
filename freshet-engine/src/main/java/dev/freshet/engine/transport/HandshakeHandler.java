package dev.freshet.engine.transport;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Answers the one request of a connection: makes it a WebSocket, or says in a sentence why not.
///
/// The whole request has to come within 15 s, however slowly the peer sends. Event loop only.
final class HandshakeHandler extends ChannelInboundHandlerAdapter {
    static final int HANDSHAKE_SECONDS = 15;

    private final WebSocketUpgrade upgrade;
    private final String path;
    private @Nullable HttpRequest request;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean answered;

    HandshakeHandler(WebSocketUpgrade upgrade, String path) {
        this.upgrade = upgrade;
        this.path = path;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline = ctx.executor().schedule(() -> ctx.close(), HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest head) {
            request = head;
        }
        boolean complete = message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        if (complete && request != null && !answered) {
            answered = true;
            answer(ctx, request);
        }
    }

    private void answer(ChannelHandlerContext ctx, HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            refuse(ctx, HttpResponseStatus.BAD_REQUEST, "This is not an HTTP request.");
            return;
        }
        int query = head.uri().indexOf('?');
        if (!path.equals(query < 0 ? head.uri() : head.uri().substring(0, query))) {
            refuse(
                    ctx,
                    HttpResponseStatus.NOT_FOUND,
                    "There is nothing here; WebSockets are at " + path + ".");
            return;
        }
        var refusal = WebSocketHandshake.refusal(head);
        if (refusal != null) {
            var status =
                    head.method().equals(HttpMethod.GET)
                            ? HttpResponseStatus.BAD_REQUEST
                            : HttpResponseStatus.METHOD_NOT_ALLOWED;
            refuse(ctx, status, refusal);
            return;
        }
        var origin = head.headers().get(HttpHeaderNames.ORIGIN);
        if (origin != null && !isSameHost(origin, head.headers().get(HttpHeaderNames.HOST))) {
            refuse(
                    ctx,
                    HttpResponseStatus.FORBIDDEN,
                    "Origin \"" + origin + "\" is not the host that is connected to.");
            return;
        }
        upgrade.accept(ctx, head, null);
    }

    private static boolean isSameHost(String origin, @Nullable String host) {
        try {
            var authority = URI.create(origin).getAuthority();
            return host != null
                    && authority != null
                    && authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }

    private static void refuse(ChannelHandlerContext ctx, HttpResponseStatus status, String why) {
        var body = ByteBufUtil.writeUtf8(ctx.alloc(), why + "\n");
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13")
                .set(HttpHeaderNames.CONNECTION, "close");
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
