package dev.freshet.spring;

import dev.freshet.engine.transport.PageAccess;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The short answers to one request, with what its page's browser has to know; the connection ends
/// with them. Event loop only.
final class Sentences {
    private final ChannelHandlerContext ctx;
    private final @Nullable Entrance entrance;
    private final PageAccess readers;

    /// @param entrance where it came; null for nowhere
    /// @param readers which page may read the answers; null for none of another origin
    Sentences(
            ChannelHandlerContext ctx, @Nullable Entrance entrance, @Nullable PageAccess readers) {
        this.ctx = ctx;
        this.entrance = entrance;
        this.readers = Objects.requireNonNullElse(readers, PageAccess.OWN_PAGES);
    }

    /// A refusal: one sentence.
    void send(HttpResponseStatus status, String sentence) {
        var body = ByteBufUtil.writeUtf8(ctx.alloc(), sentence + "\n");
        var response = response(status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        if (entrance != null && status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, entrance.methods());
        }
        write(response);
    }

    /// Nothing to say: it is done.
    void done() {
        write(response(HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER));
    }

    /// What a browser may send.
    void preflight() {
        var response = response(HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
        PageAccess.preflight(Objects.requireNonNull(entrance).methods())
                .forEach(response.headers()::set);
        write(response);
    }

    private DefaultFullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (entrance != null && entrance != Entrance.WEBSOCKET) {
            readers.headers().forEach(response.headers()::set);
        }
        return response;
    }

    private void write(DefaultFullHttpResponse response) {
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
