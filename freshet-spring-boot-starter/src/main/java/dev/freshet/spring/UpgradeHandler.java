package dev.freshet.spring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// Takes the requests for a [Mount] out of an HTTP connection and lets all others pass. Stands
/// right behind the HTTP codec. A request that it took is the connection's last one. Event loop
/// only.
final class UpgradeHandler extends ChannelDuplexHandler {
    private final Mount mount;
    private @Nullable Receiving receiving;
    private boolean answered;
    private int unanswered;

    /// A request for the mount, and what came of its body; that is null when it is too long.
    private static final class Receiving {
        final HttpRequest head;
        @Nullable ByteArrayOutputStream body = new ByteArrayOutputStream(0);

        Receiving(HttpRequest head) {
            this.head = head;
        }

        void add(ByteBuf piece, int most) {
            var sofar = body;
            if (sofar == null || sofar.size() > most - piece.readableBytes()) {
                body = null;
                return;
            }
            var bytes = new byte[piece.readableBytes()];
            piece.readBytes(bytes);
            sofar.writeBytes(bytes);
        }

        byte @Nullable [] complete() {
            return body == null ? null : body.toByteArray();
        }
    }

    UpgradeHandler(Mount mount) {
        this.mount = mount;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (answered) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest head) {
            // Behind a request that is not answered yet a WebSocket would begin in its answer.
            if (unanswered > 0 || !mount.isFor(head)) {
                unanswered++;
                ctx.fireChannelRead(message);
                return;
            }
            receiving = new Receiving(head);
            if (HttpUtil.is100ContinueExpected(head)) {
                proceed(ctx);
            }
        }
        var request = receiving;
        if (request == null) {
            ctx.fireChannelRead(message);
            return;
        }
        if (message instanceof HttpContent content) {
            request.add(content.content(), mount.maxBodyBytes());
        }
        boolean complete = message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        if (complete) {
            receiving = null;
            answered = true;
            mount.answer(ctx, request.head, request.complete());
        }
    }

    private static void proceed(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (receiving != null) {
            ctx.read();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean isPreliminary =
                message instanceof HttpResponse response
                        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof LastHttpContent && !isPreliminary) {
            unanswered--;
        }
        ctx.write(message, promise);
    }
}
