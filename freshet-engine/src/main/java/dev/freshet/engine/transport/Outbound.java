package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is waiting to be written to one connection: everything of one loop round leaves with one
/// flush, or with several when it is much.
///
/// The usual case is one shared buffer and an idle socket. On epoll without TLS it is written
/// straight from the shared memory, without the duplicate, the queue entry and the promise that a
/// write through the pipeline costs; what the socket does not take goes the usual way. Event loop
/// only.
final class Outbound {
    private static final Logger LOG = LoggerFactory.getLogger(Outbound.class);
    private static final int INITIAL_PIECE_BYTES = 256;
    private static final int MAX_JOINED_BYTES = 64 * 1024;

    /// So much goes out without waiting for the end of the round, so that the channel's writability
    /// tells the truth about it.
    private static final int MAX_UNFLUSHED_BYTES = 64 * 1024;

    private final ChannelHandlerContext ctx;
    private final FlushQueue queue;
    private final Framing framing;
    private final @Nullable EpollSocketChannel direct;
    private @Nullable ByteBuf first;
    private @Nullable ArrayDeque<ByteBuf> more;
    private @Nullable ByteBuf openPiece;
    private int unflushedBytes;
    private boolean queued;
    private boolean closed;

    Outbound(ChannelHandlerContext ctx, FlushQueue queue, Framing framing) {
        this.ctx = ctx;
        this.queue = queue;
        this.framing = framing;
        this.direct = directChannel(ctx.channel());
    }

    private static @Nullable EpollSocketChannel directChannel(Channel channel) {
        return channel instanceof EpollSocketChannel epoll
                        && channel.pipeline().get(SslHandler.class) == null
                ? epoll
                : null;
    }

    /// Writes one more reply or push; those of one loop round share a piece.
    ///
    /// @return how many bytes it has
    int message(Consumer<ByteBuf> writer) {
        if (openPiece != null && openPiece.readableBytes() > MAX_JOINED_BYTES) {
            sealOpenPiece();
        }
        boolean first = openPiece == null;
        if (openPiece == null) {
            openPiece = framing.begin(ctx.alloc(), INITIAL_PIECE_BYTES);
        }
        var out = openPiece;
        int before = out.writerIndex();
        try {
            framing.beforeMessage(out, first);
            int start = out.writerIndex();
            writer.accept(out);
            int bytes = out.writerIndex() - start;
            framing.afterMessage(out, start);
            flushLater();
            return bytes;
        } catch (Throwable e) {
            takeBack(out, before, first);
            throw e;
        }
    }

    /// Half a message in front of the close frame would be an error of its own for the peer.
    private void takeBack(ByteBuf piece, int before, boolean first) {
        if (first) {
            openPiece = null;
            piece.release();
        } else {
            piece.writerIndex(before);
        }
    }

    private void sealOpenPiece() {
        var piece = openPiece;
        if (piece != null) {
            openPiece = null;
            enqueue(sealed(piece));
        }
    }

    private ByteBuf sealed(ByteBuf piece) {
        try {
            return framing.seal(piece);
        } catch (Throwable e) {
            piece.release();
            throw e;
        }
    }

    /// Writes a complete frame; takes over one reference.
    void write(ByteBuf frame) {
        try {
            sealOpenPiece();
        } catch (Throwable e) {
            frame.release();
            throw e;
        }
        enqueue(frame);
    }

    /// Writes a control frame.
    void control(int opcode, byte[] payload) {
        var frame = ctx.alloc().directBuffer(2 + payload.length);
        FrameHeader.write(frame, opcode, payload.length);
        write(frame.writeBytes(payload));
    }

    private void enqueue(ByteBuf bytes) {
        if (closed) {
            bytes.release();
            return;
        }
        if (first == null) {
            first = bytes;
        } else {
            if (more == null) {
                more = new ArrayDeque<>(4);
            }
            more.addLast(bytes);
        }
        unflushedBytes += bytes.readableBytes();
        if (unflushedBytes >= MAX_UNFLUSHED_BYTES) {
            writeOut();
        } else {
            flushLater();
        }
    }

    private void flushLater() {
        if (!queued) {
            queued = true;
            queue.add(this);
        }
    }

    /// The end of the loop round: called by the queue that this was put into.
    void flushRound() {
        sealOpenPiece();
        queued = false;
        writeOut();
    }

    void flush() {
        sealOpenPiece();
        writeOut();
    }

    private void writeOut() {
        var bytes = first;
        if (bytes == null) {
            return;
        }
        first = null;
        unflushedBytes = 0;
        if (more == null && direct != null && isIdle(direct)) {
            writeDirect(direct, bytes);
            return;
        }
        writeThroughPipeline(bytes);
        if (more != null) {
            more.forEach(this::writeThroughPipeline);
            more = null;
        }
        ctx.flush();
    }

    /// A batch's buffer is shared by all its receivers, and whoever writes it moves its indexes:
    /// each gets a duplicate.
    private void writeThroughPipeline(ByteBuf bytes) {
        ctx.write(bytes.duplicate(), ctx.voidPromise());
    }

    private static boolean isIdle(EpollSocketChannel channel) {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer != null && buffer.isEmpty() && channel.isActive();
    }

    private void writeDirect(EpollSocketChannel channel, ByteBuf bytes) {
        if (!bytes.hasMemoryAddress()) {
            ctx.writeAndFlush(bytes.duplicate(), ctx.voidPromise());
            return;
        }
        int from = bytes.readerIndex();
        int to = bytes.writerIndex();
        int written;
        try {
            written = channel.fd().writeAddress(bytes.memoryAddress(), from, to);
        } catch (IOException e) {
            bytes.release();
            // The peer is gone; closing is what Netty does on such a write, too.
            channel.close();
            return;
        }
        if (written == to - from) {
            bytes.release();
        } else {
            ctx.writeAndFlush(bytes.slice(from + written, to - from - written), ctx.voidPromise());
        }
    }

    /// Something could not be written: what follows would make no sense to the peer.
    void fail(Throwable failure) {
        LOG.error(
                "connection {}: closed, its messages could not be written", ctx.channel(), failure);
        ctx.channel().close();
    }

    boolean isWritable() {
        return ctx.channel().isWritable();
    }

    /// How many bytes the peer has not taken yet.
    long unsentBytes() {
        var buffer = ctx.channel().unsafe().outboundBuffer();
        return unflushedBytes
                + (openPiece == null ? 0 : openPiece.readableBytes())
                + (buffer == null ? 0 : buffer.totalPendingWriteBytes());
    }

    /// Sends what waits, the last of which is a close frame; later writes go nowhere.
    void finish() {
        flush();
        closed = true;
    }

    /// Lets go of what was not handed to the socket; later writes go nowhere.
    void close() {
        closed = true;
        unflushedBytes = 0;
        if (openPiece != null) {
            openPiece.release();
            openPiece = null;
        }
        if (first != null) {
            first.release();
            first = null;
        }
        if (more != null) {
            more.forEach(ByteBuf::release);
            more = null;
        }
    }
}
