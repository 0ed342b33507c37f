package dev.freshet.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import java.util.List;

/// Notes each flush.
final class FlushCounter extends ChannelOutboundHandlerAdapter {
    private final List<Integer> flushes;

    FlushCounter(List<Integer> flushes) {
        this.flushes = flushes;
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        flushes.add(flushes.size());
        ctx.flush();
    }
}
