package dev.freshet.engine.transport;

import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
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

    /// A peer that broke the protocol gets this long to read the close frame: with bytes unread a
    /// connection is reset, and the frame may be lost.
    private static final int FAILED_SECONDS = 1;

    private static final int MAX_CONTROL_BYTES = 125;
    private static final int CLOSE_CODE_BYTES = 2;

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
    private boolean deaf;
    private boolean listenerToldOfEnd;

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

    /// How many bytes the peer has not taken yet.
    long unsentBytes() {
        return outbound().unsentBytes();
    }

    /// Sends a ping frame; the peer answers with a pong frame by itself.
    public void ping() {
        writeControl(FrameHeader.PING, Unpooled.EMPTY_BUFFER);
    }

    /// Writes what waits, then a close frame, and nothing more; drops the connection when the
    /// peer's close has come or 5 s have passed.
    public void close(int code, String reason) {
        if (!closing) {
            closing = true;
            writeClose(code, reason);
            dropAfter(CLOSE_HANDSHAKE_SECONDS);
        }
    }

    /// The peer broke the protocol, or the program failed: nothing that comes in can be trusted any
    /// more.
    private void fail(int code, String reason) {
        deaf = true;
        if (!closing) {
            closing = true;
            writeClose(code, reason);
            dropAfter(FAILED_SECONDS);
            tellOfEnd();
        }
    }

    private void tellOfEnd() {
        if (!listenerToldOfEnd) {
            listenerToldOfEnd = true;
            listener.onClosed();
        }
    }

    /// Drops the connection without a close frame after so many seconds; what comes in until then
    /// is thrown away.
    public void abandon(int seconds) {
        outbound().finish();
        closing = true;
        deaf = true;
        dropAfter(seconds);
    }

    /// True once a close frame was sent or the connection was given up.
    public boolean isClosing() {
        return closing;
    }

    private void dropAfter(int seconds) {
        paused = false;
        channel().config().setAutoRead(true);
        // What was kept while reading was paused may hold the peer's close. Not now: the caller may
        // be in the middle of another connection's message, and they share a scratch.
        channel().eventLoop().execute(this::readUnread);
        var timer =
                channel().eventLoop().schedule(() -> channel().close(), seconds, TimeUnit.SECONDS);
        channel().closeFuture().addListener(closed -> timer.cancel(false));
    }

    private void writeClose(int code, String reason) {
        // Cut at a character, not in the middle of one.
        var text = new Disconnect(code, reason).reason().getBytes(StandardCharsets.UTF_8);
        var payload = Unpooled.buffer(2 + text.length).writeShort(code).writeBytes(text);
        writeControl(FrameHeader.CLOSE, payload);
        outbound().finish();
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
        readUnread();
        if (!paused) {
            channel().config().setAutoRead(true);
        }
    }

    private void readUnread() {
        var kept = unread;
        if (kept != null && !reading) {
            unread = null;
            readFrames(kept, true);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        outbound = new Outbound(context, flushQueue);
        if (!context.channel().isActive()) {
            // The peer went away before the upgrade, and channelInactive has been and gone.
            context.executor().execute(() -> channelInactive(context));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            // Left over from HTTP, for example the end of the upgrade request.
            ReferenceCountUtil.release(message);
            return;
        }
        var kept = unread;
        if (kept == null) {
            readFrames(bytes, false);
            return;
        }
        unread = null;
        kept.writeBytes(bytes);
        bytes.release();
        readFrames(kept, true);
    }

    /// Reads all complete frames and keeps what is incomplete.
    ///
    /// @param own true when the bytes are a buffer of this handler's, made to grow
    private void readFrames(ByteBuf in, boolean own) {
        reading = true;
        try {
            while (!paused && !deaf && in.isReadable() && readFrame(in)) {
                // All the work is in the condition.
            }
        } catch (WebSocketException e) {
            fail(e.code(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a WebSocket message could not be handled", e);
            fail(INTERNAL_ERROR, "internal server error");
        } finally {
            reading = false;
            keepOrRelease(in, own);
        }
    }

    private void keepOrRelease(ByteBuf in, boolean own) {
        if (!in.isReadable() || deaf || !channel().isActive()) {
            in.release();
            return;
        }
        if (own && in.readerIndex() == 0) {
            // A frame that comes in many pieces is not copied with each of them.
            unread = in;
            return;
        }
        unread = channel().alloc().buffer(Math.max(in.readableBytes(), 64)).writeBytes(in);
        in.release();
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
            long bytes = length > Integer.MAX_VALUE ? length : length + fragmentBytes;
            listener.onTooLong(bytes, maxMessageBytes);
            throw new WebSocketException(
                    TOO_LONG,
                    "the message has "
                            + bytes
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
                    writeControl(FrameHeader.PONG, Unpooled.wrappedBuffer(payload));
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
            writeControl(
                    FrameHeader.CLOSE,
                    Unpooled.wrappedBuffer(payload, 0, Math.min(payload.length, CLOSE_CODE_BYTES)));
            outbound().finish();
            // In case the peer does not read what is still being written.
            dropAfter(CLOSE_HANDSHAKE_SECONDS);
            tellOfEnd();
        }
        deaf = true;
        // Behind what is still being written.
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    // ---- the connection

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
        tellOfEnd();
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
