package dev.freshet.engine.transport;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The smallest HTTP server that a WebSocket needs, for programs without one of their own: one
/// path, one request.
public final class HttpListener {
    private static final int HANDSHAKE_SECONDS = 15;

    private HttpListener() {}

    public static InetSocketAddress bind(
            EventLoops loops, WebSocketUpgrade upgrade, InetSocketAddress address, String path) {
        return loops.bind(
                address,
                new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new ReadTimeoutHandler(HANDSHAKE_SECONDS))
                                .addLast(new HttpServerCodec())
                                .addLast(new Handshakes(upgrade, path));
                    }
                });
    }

    private static final class Handshakes extends ChannelInboundHandlerAdapter {
        private final WebSocketUpgrade upgrade;
        private final String path;
        private @Nullable HttpRequest request;

        Handshakes(WebSocketUpgrade upgrade, String path) {
            this.upgrade = upgrade;
            this.path = path;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest head) {
                request = head;
            }
            boolean complete = message instanceof LastHttpContent;
            ReferenceCountUtil.release(message);
            if (complete && request != null) {
                answer(ctx, request);
            }
        }

        private void answer(ChannelHandlerContext ctx, HttpRequest head) {
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
                        head.method().name().equals("GET")
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

        private static void refuse(
                ChannelHandlerContext ctx, HttpResponseStatus status, String why) {
            var body = ByteBufUtil.writeUtf8(ctx.alloc(), why + "\n");
            var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                    .set(HttpHeaderNames.CONNECTION, "close");
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
