package dev.freshet.spring;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// Takes the requests for a [Mount] out of an HTTP connection and lets all others pass. Stands
/// right behind the HTTP codec. Event loop only.
final class UpgradeHandler extends ChannelDuplexHandler {
    private final Mount mount;
    private @Nullable HttpRequest request;
    private int unanswered;

    UpgradeHandler(Mount mount) {
        this.mount = mount;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest head) {
            // Behind a request that is not answered yet a WebSocket would begin in its answer.
            if (unanswered > 0 || !mount.isFor(head)) {
                unanswered++;
                ctx.fireChannelRead(message);
                return;
            }
            request = head;
        }
        if (request == null) {
            ctx.fireChannelRead(message);
            return;
        }
        boolean complete = message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        if (complete) {
            var whole = request;
            request = null;
            mount.answer(ctx, whole);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (request != null) {
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
