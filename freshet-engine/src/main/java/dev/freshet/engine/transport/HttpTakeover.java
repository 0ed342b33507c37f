package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.function.Supplier;

/// The moment in which a connection stops to be one of HTTP requests. Event loop only.
final class HttpTakeover {
    private HttpTakeover() {}

    /// Writes the answer's head and puts the new handler in the place of all HTTP handlers; TLS
    /// stays.
    static void complete(
            ChannelHandlerContext ctx, ByteBuf head, Supplier<? extends ChannelHandler> handler) {
        var pipeline = ctx.pipeline();
        var http =
                pipeline.toMap().values().stream()
                        .filter(each -> !(each instanceof SslHandler))
                        .toList();
        // Below the HTTP codec, and before it goes: what it has read too far is a WebSocket's first
        // frame, which may be answered at once.
        pipeline.context(http.getFirst()).writeAndFlush(head);
        pipeline.addLast(handler.get());
        // The last one first, so that nobody takes those bytes from the new handler.
        http.reversed().forEach(pipeline::remove);
    }
}
