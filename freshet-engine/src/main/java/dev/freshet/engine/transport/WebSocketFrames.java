package dev.freshet.engine.transport;

import dev.freshet.engine.protocol.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The frames of one WebSocket: reads RFC 6455 from a peer that may be hostile, and writes.
///
/// Without extensions. The length of a message is checked before anything of it is kept; a buffer
/// for what is incomplete exists only while something is. Event loop only.
public final class WebSocketFrames extends ChannelInboundHandlerAdapter {
    /// Closed normally; gone away; wrong protocol; not UTF-8; too long; internal error (RFC 6455
    /// §7.4.1).
    public static final int NORMAL = 1000;

    public static final int PROTOCOL_ERROR = 1002;
    public static final int NOT_UTF8 = 1007;
    public static final int TOO_LONG = 1009;
    public static final int INTERNAL_ERROR = 1011;

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketFrames.class);
    private static final int CLOSE_HANDSHAKE_SECONDS = 5;
    private static final int MAX_CONTROL_BYTES = 125;

    private final FlushQueue flushQueue;
    private final MessageScratch scratch;
    private final int maxMessageBytes;
    private final WebSocketListener listener;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Outbound outbound;

    private @Nullable ByteBuf unread;
    private byte @Nullable [] fragments;
    private int fragmentBytes;
    private boolean fragmentsAreText;
    private boolean reading;
    private boolean paused;
    private boolean closing;

    /// @param maxMessageBytes the longest message, over all its fragments; -1 for no limit
    public WebSocketFrames(WebSocketLoop loop, int maxMessageBytes, WebSocketListener listener) {
        this.flushQueue = loop.flushQueue();
        this.scratch = loop.scratch();
        this.maxMessageBytes = maxMessageBytes < 0 ? Integer.MAX_VALUE : maxMessageBytes;
        this.listener = listener;
    }

    // ---- writing

    /// Writes a complete frame; takes over one reference.
    void write(ByteBuf frame) {
        outbound().write(frame);
    }

    /// A place to write one line of text; lines of one loop round share a frame.
    ByteBuf line() {
        return outbound().line();
    }

    boolean isWritable() {
        return outbound().isWritable();
    }

    /// Sends a ping frame; the peer answers with a pong frame by itself.
    public void ping() {
        writeControl(FrameHeader.PING, io.netty.buffer.Unpooled.EMPTY_BUFFER);
    }

    /// Writes what waits, then a close frame; drops the connection when the peer's close has come
    /// or 5 s have passed.
    public void close(int code, String reason) {
        if (closing) {
            return;
        }
        closing = true;
        writeClose(code, reason);
        dropAfter(CLOSE_HANDSHAKE_SECONDS);
    }

    /// Drops the connection without a close frame after so many seconds; what comes in until then
    /// is thrown away.
    public void abandon(int seconds) {
        closing = true;
        dropAfter(seconds);
    }

    /// True once a close frame was sent or the connection was given up.
    public boolean isClosing() {
        return closing;
    }

    private void dropAfter(int seconds) {
        channel().config().setAutoRead(true);
        paused = false;
        var timer =
                channel().eventLoop().schedule(() -> channel().close(), seconds, TimeUnit.SECONDS);
        channel().closeFuture().addListener(closed -> timer.cancel(false));
    }

    private void writeClose(int code, String reason) {
        var text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_CONTROL_BYTES - 2);
        var frame = channel().alloc().directBuffer(4 + length);
        FrameHeader.write(frame, FrameHeader.CLOSE, 2 + length);
        frame.writeShort(code).writeBytes(text, 0, length);
        outbound().write(frame);
        outbound().flush();
    }

    private void writeControl(int opcode, ByteBuf payload) {
        var frame = channel().alloc().directBuffer(2 + payload.readableBytes());
        FrameHeader.write(frame, opcode, payload.readableBytes());
        frame.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
        outbound().write(frame);
    }

    private Outbound outbound() {
        if (outbound == null) {
            throw new IllegalStateException("the handler is not in a pipeline yet");
        }
        return outbound;
    }

    private Channel channel() {
        if (ctx == null) {
            throw new IllegalStateException("the handler is not in a pipeline yet");
        }
        return ctx.channel();
    }

    // ---- reading

    /// Hands out no more messages until [#resumeReading]; what the peer sends stays in the socket.
    public void pauseReading() {
        paused = true;
        channel().config().setAutoRead(false);
    }

    public void resumeReading() {
        if (!paused || closing) {
            return;
        }
        paused = false;
        if (!reading) {
            var rest = unread;
            unread = null;
            if (rest != null) {
                readFrames(rest);
            }
        }
        if (!paused) {
            channel().config().setAutoRead(true);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        outbound = new Outbound(context, flushQueue);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            readFrames(joined(bytes));
        } else {
            // Left over from HTTP, for example the end of the upgrade request.
            io.netty.util.ReferenceCountUtil.release(message);
        }
    }

    private ByteBuf joined(ByteBuf bytes) {
        var before = unread;
        if (before == null) {
            return bytes;
        }
        unread = null;
        before.writeBytes(bytes);
        bytes.release();
        return before;
    }

    /// Reads all complete frames and keeps what is incomplete; releases the bytes.
    private void readFrames(ByteBuf in) {
        reading = true;
        try {
            while (!paused && in.isReadable() && readFrame(in)) {
                // All the work is in the condition.
            }
            keepUnread(in);
        } catch (WebSocketException e) {
            close(e.code(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a WebSocket message could not be handled", e);
            close(INTERNAL_ERROR, "internal server error");
        } finally {
            reading = false;
            in.release();
        }
    }

    private void keepUnread(ByteBuf in) {
        if (in.isReadable() && !closingForGood()) {
            unread = channel().alloc().buffer(Math.max(in.readableBytes(), 64)).writeBytes(in);
        }
    }

    private boolean closingForGood() {
        return !channel().isActive();
    }

    /// Reads one frame; false when it has not arrived completely.
    private boolean readFrame(ByteBuf in) throws WebSocketException {
        int start = in.readerIndex();
        int available = in.readableBytes();
        if (available < 2) {
            return false;
        }
        int head = in.getUnsignedByte(start);
        int lengthByte = in.getUnsignedByte(start + 1);
        checkHead(head, lengthByte);
        int lengthMark = lengthByte & 0x7f;
        int headBytes = 2 + (lengthMark < 126 ? 0 : lengthMark == 126 ? 2 : 8) + 4;
        if (available < headBytes) {
            return false;
        }
        long length =
                lengthMark < 126
                        ? lengthMark
                        : lengthMark == 126
                                ? in.getUnsignedShort(start + 2)
                                : in.getLong(start + 2);
        checkLength(head, lengthMark, length);
        if (available - headBytes < length) {
            return false;
        }
        int mask = in.getInt(start + headBytes - 4);
        in.skipBytes(headBytes);
        int payloadAt = in.readerIndex();
        in.skipBytes((int) length);
        if ((head & 0x08) != 0) {
            onControl(head & 0x0f, in, payloadAt, (int) length, mask);
        } else {
            onData(head, in, payloadAt, (int) length, mask);
        }
        return true;
    }

    private void checkHead(int head, int lengthByte) throws WebSocketException {
        int opcode = head & 0x0f;
        boolean fin = (head & 0x80) != 0;
        if ((head & 0x70) != 0) {
            throw WebSocketException.protocol("reserved bits are set, and no extension was agreed");
        }
        if ((lengthByte & 0x80) == 0) {
            throw WebSocketException.protocol("a client's frames have to be masked");
        }
        boolean control = (opcode & 0x08) != 0;
        if (control ? opcode > FrameHeader.PONG : opcode > FrameHeader.BINARY) {
            throw WebSocketException.protocol("opcode " + opcode + " is not known");
        }
        if (control && (!fin || (lengthByte & 0x7f) > MAX_CONTROL_BYTES)) {
            throw WebSocketException.protocol("a control frame is one frame of at most 125 bytes");
        }
        if (!control && (opcode == FrameHeader.CONTINUATION) != (fragments != null)) {
            throw WebSocketException.protocol(
                    fragments == null
                            ? "a continuation without a beginning"
                            : "a new message before the end of the one before");
        }
    }

    private void checkLength(int head, int lengthMark, long length) throws WebSocketException {
        boolean shortest =
                switch (lengthMark) {
                    case 126 -> length >= 126;
                    case 127 -> length > 0xffff;
                    default -> true;
                };
        if (length < 0 || !shortest) {
            throw WebSocketException.protocol("the length is not in its shortest form");
        }
        if ((head & 0x08) == 0 && length > maxMessageBytes - fragmentBytes) {
            listener.onTooLong(length + fragmentBytes, maxMessageBytes);
            throw new WebSocketException(
                    TOO_LONG,
                    "the message has "
                            + (length + fragmentBytes)
                            + " bytes; at most "
                            + maxMessageBytes
                            + " are allowed");
        }
    }

    private void onData(int head, ByteBuf in, int at, int length, int mask)
            throws WebSocketException {
        boolean fin = (head & 0x80) != 0;
        if (fin && fragments == null) {
            var message = scratch.atLeast(length);
            Masking.copy(in, at, message, 0, length, mask);
            onMessage(message, length, (head & 0x0f) == FrameHeader.TEXT);
            return;
        }
        addFragment(head, in, at, length, mask);
        if (fin && fragments != null) {
            var message = fragments;
            int bytes = fragmentBytes;
            fragments = null;
            fragmentBytes = 0;
            onMessage(message, bytes, fragmentsAreText);
        }
    }

    private void addFragment(int head, ByteBuf in, int at, int length, int mask) {
        var before = fragments;
        if (before == null) {
            before = new byte[Math.max(length, 64)];
            fragmentsAreText = (head & 0x0f) == FrameHeader.TEXT;
        } else if (before.length < fragmentBytes + length) {
            before = Arrays.copyOf(before, Math.max(fragmentBytes + length, fragmentBytes * 2));
        }
        fragments = before;
        Masking.copy(in, at, before, fragmentBytes, length, mask);
        fragmentBytes += length;
    }

    private void onMessage(byte[] message, int length, boolean text) throws WebSocketException {
        if (text && Utf8.firstInvalid(message, 0, length) >= 0) {
            throw new WebSocketException(NOT_UTF8, "a text message is not valid UTF-8");
        }
        if (!closing) {
            listener.onMessage(message, 0, length, text);
        }
    }

    private void onControl(int opcode, ByteBuf in, int at, int length, int mask)
            throws WebSocketException {
        var payload = new byte[length];
        Masking.copy(in, at, payload, 0, length, mask);
        switch (opcode) {
            case FrameHeader.PING -> {
                // A peer that does not read its pongs gets none: they must not pile up.
                if (!closing && outbound().isWritable()) {
                    writeControl(FrameHeader.PONG, io.netty.buffer.Unpooled.wrappedBuffer(payload));
                }
            }
            case FrameHeader.PONG -> listener.onPong();
            default -> onClose(payload);
        }
    }

    /// Answers the peer's close, or takes it as the answer to ours, and drops the connection.
    private void onClose(byte[] payload) throws WebSocketException {
        if (!closing) {
            CloseFrames.check(payload);
            closing = true;
            if (payload.length == 0) {
                writeControl(FrameHeader.CLOSE, io.netty.buffer.Unpooled.EMPTY_BUFFER);
                outbound().flush();
            } else {
                writeClose(((payload[0] & 0xff) << 8) | (payload[1] & 0xff), "");
            }
        }
        // Behind what is still being written.
        channel()
                .writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER)
                .addListener(io.netty.channel.ChannelFutureListener.CLOSE);
    }

    // ---- the connection

    void flush() {
        outbound().flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable() && !closing) {
            listener.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        if (unread != null) {
            unread.release();
            unread = null;
        }
        outbound().close();
        listener.onClosed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Resets and write errors: the peer is gone, and channelInactive tells the listener.
        LOG.debug("a WebSocket connection failed: {}", cause.toString());
        context.close();
    }

    /// Where the peer is.
    public String remoteAddress() {
        return String.valueOf(channel().remoteAddress());
    }
}
