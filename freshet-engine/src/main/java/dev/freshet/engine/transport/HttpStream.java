package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The body of an HTTP response that goes on, in the place of the HTTP handlers.
///
/// What the peer still sends on the connection is nobody's: it is thrown away, and a peer that
/// sends much is closed. Event loop only.
final class HttpStream extends ChannelInboundHandlerAdapter {
    /// Who is told what happens to the connection.
    interface Listener {
        /// So much was sent that more can be written.
        void onWritable();

        /// The connection is gone. Called once.
        void onClosed();
    }

    static final int MAX_IGNORED_BYTES = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(HttpStream.class);
    private static final int CLOSE_SECONDS = 5;
    private static final ByteBuf LAST_CHUNK =
            Unpooled.unreleasableBuffer(
                    UnpooledByteBufAllocator.DEFAULT
                            .directBuffer()
                            .writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                            .asReadOnly());

    private final FlushQueue flushQueue;
    private final Framing framing;
    private final boolean chunked;
    private final Listener listener;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Outbound outbound;
    private int ignoredBytes;
    private boolean ended;
    private boolean closed;

    HttpStream(FlushQueue flushQueue, Framing framing, boolean chunked, Listener listener) {
        this.flushQueue = flushQueue;
        this.framing = framing;
        this.chunked = chunked;
        this.listener = listener;
    }

    Outbound outbound() {
        if (outbound == null) {
            throw new IllegalStateException("the handler is not in a pipeline yet");
        }
        return outbound;
    }

    /// Writes what waits, then the response's end, and nothing more; drops the connection when all
    /// is sent or 5 s have passed.
    void end() {
        if (ended || ctx == null) {
            return;
        }
        ended = true;
        if (chunked) {
            outbound().write(LAST_CHUNK.duplicate());
        }
        outbound().finish();
        var channel = ctx.channel();
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        var timer =
                channel.eventLoop()
                        .schedule(() -> channel.close(), CLOSE_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(gone -> timer.cancel(false));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        outbound = new Outbound(context, flushQueue, framing);
        context.channel().config().setAutoRead(true);
        if (!context.channel().isActive()) {
            // The peer went away before the answer, and channelInactive has been and gone.
            context.executor().execute(() -> channelInactive(context));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            ignoredBytes += bytes.readableBytes();
        }
        ReferenceCountUtil.release(message);
        if (ignoredBytes > MAX_IGNORED_BYTES) {
            LOG.debug(
                    "{} sent more than {} bytes behind the request of a stream and is closed",
                    context.channel(),
                    MAX_IGNORED_BYTES);
            context.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable() && !ended) {
            listener.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        outbound().close();
        if (!closed) {
            closed = true;
            listener.onClosed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Resets and write errors: the peer is gone, and channelInactive tells the listener.
        LOG.debug("a stream's connection failed: {}", cause.toString());
        context.close();
    }
}
