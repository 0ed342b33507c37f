package dev.freshet.engine.transport;

import dev.freshet.engine.protocol.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The frames of one WebSocket: reads RFC 6455 from a peer that may be hostile, and writes.
///
/// The length of a message is checked before anything of it is kept; a buffer for what is
/// incomplete exists only while something is. Event loop only.
public final class WebSocketFrames extends ChannelInboundHandlerAdapter {
    /// Closed normally; wrong protocol; not UTF-8, or not what a deflater writes; too long;
    /// internal error (RFC 6455 §7.4.1).
    public static final int NORMAL = 1000;

    public static final int PROTOCOL_ERROR = 1002;
    public static final int INVALID_DATA = 1007;
    public static final int TOO_LONG = 1009;
    public static final int INTERNAL_ERROR = 1011;

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketFrames.class);
    private static final int CLOSE_HANDSHAKE_SECONDS = 5;

    /// A peer that broke the protocol gets this long to read the close frame: with bytes unread a
    /// connection is reset, and the frame may be lost.
    private static final int FAILED_SECONDS = 1;

    private static final byte[] NOTHING = {};

    private final FlushQueue flushQueue;
    private final Framing framing;
    private final MessageScratch scratch;

    /// Null when permessage-deflate was not agreed.
    private final @Nullable MessageCompression compression;

    private final int maxMessageBytes;
    private final WebSocketListener listener;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Outbound outbound;

    private @Nullable ByteBuf unread;
    private @Nullable FragmentedMessage fragments;
    private @Nullable CloseHandshake closing;
    private boolean reading;
    private boolean paused;

    /// @param maxMessageBytes the longest message, over all its fragments; -1 for no limit
    public WebSocketFrames(WebSocketLoop loop, int maxMessageBytes, WebSocketListener listener) {
        this(loop, maxMessageBytes, Framing.WEBSOCKET_LINES, null, listener);
    }

    /// @param framing how messages of the client protocol are joined
    /// @param compression the loop's, when permessage-deflate was agreed; `maxMessageBytes` then
    ///   limits a message as it comes and as it is when inflated
    WebSocketFrames(
            WebSocketLoop loop,
            int maxMessageBytes,
            Framing framing,
            @Nullable MessageCompression compression,
            WebSocketListener listener) {
        this.framing = framing;
        this.flushQueue = loop.flushQueue();
        this.scratch = loop.scratch();
        this.compression = compression;
        this.maxMessageBytes = maxMessageBytes < 0 ? Integer.MAX_VALUE : maxMessageBytes;
        this.listener = listener;
    }

    // ---- writing

    /// Sends a message that is not of the client protocol; what was agreed to be compressed is.
    public void send(byte[] message, int offset, int length, boolean text) {
        var plain = text ? Framing.WEBSOCKET_LINES : Framing.WEBSOCKET_BINARY;
        var form = compression == null ? plain : compression.compressed(plain);
        var piece = form.begin(channel().alloc(), form.overhead(1) + length);
        outbound().write(form.seal(piece.writeBytes(message, offset, length)));
    }

    /// False while the peer has not taken what was sent; [WebSocketListener#onWritable] says when
    /// it has.
    public boolean isWritable() {
        return outbound().isWritable();
    }

    /// Sends a ping frame; the peer answers with a pong frame by itself.
    public void ping() {
        outbound().control(FrameHeader.PING, NOTHING);
    }

    /// Writes what waits, then a close frame, and nothing more; drops the connection when the
    /// peer's close has come or 5 s have passed.
    public void close(int code, String reason) {
        if (closing == null) {
            beginClosing().send(code, reason);
            dropAfter(CLOSE_HANDSHAKE_SECONDS);
        }
    }

    /// The peer broke the protocol, or the program failed: nothing that comes in can be trusted any
    /// more.
    private void fail(int code, String reason) {
        boolean begins = closing == null;
        var handshake = beginClosing();
        handshake.listenNoMore();
        if (begins) {
            handshake.send(code, reason);
            handshake.endOutput();
            dropAfter(FAILED_SECONDS);
            handshake.tellListener();
        }
    }

    /// Drops the connection without a close frame after so many seconds; what comes in until then
    /// is thrown away.
    public void abandon(int seconds) {
        outbound().finish();
        beginClosing().listenNoMore();
        dropAfter(seconds);
    }

    /// True once a close frame was sent or the connection was given up.
    public boolean isClosing() {
        return closing != null;
    }

    private CloseHandshake beginClosing() {
        if (closing == null) {
            closing = new CloseHandshake(channel(), outbound(), listener);
        }
        return closing;
    }

    private boolean isDeaf() {
        return closing != null && closing.isDeaf();
    }

    private void dropAfter(int seconds) {
        paused = false;
        channel().config().setAutoRead(true);
        // What was kept while reading was paused may hold the peer's close. Not now: the caller may
        // be in the middle of another connection's message, and they share a scratch.
        channel().eventLoop().execute(this::readUnread);
        beginClosing().dropAfter(seconds);
    }

    Outbound outbound() {
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
        if (!paused || closing != null) {
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
        outbound = new Outbound(context, flushQueue, framing);
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
            while (!paused && !isDeaf() && in.isReadable() && readFrame(in)) {
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
        if (!in.isReadable() || isDeaf() || !channel().isActive()) {
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
        if (available < ClientFrameHeader.MIN_BYTES) {
            return false;
        }
        int head = in.getUnsignedByte(start);
        int lengthByte = in.getUnsignedByte(start + 1);
        ClientFrameHeader.check(head, lengthByte, compression != null);
        checkSequence(head);
        int headBytes = ClientFrameHeader.size(lengthByte);
        if (available < headBytes) {
            return false;
        }
        long length = ClientFrameHeader.payloadBytes(in, start);
        checkLength(head, length);
        if (available - headBytes < length) {
            return false;
        }
        int mask = ClientFrameHeader.mask(in, start, headBytes);
        in.skipBytes(headBytes);
        int payloadAt = in.readerIndex();
        in.skipBytes((int) length);
        if (ClientFrameHeader.isControl(head)) {
            onControl(ClientFrameHeader.opcode(head), in, payloadAt, (int) length, mask);
        } else {
            onData(head, in, payloadAt, (int) length, mask);
        }
        return true;
    }

    private void checkSequence(int head) throws WebSocketException {
        boolean continues = ClientFrameHeader.opcode(head) == FrameHeader.CONTINUATION;
        if (!ClientFrameHeader.isControl(head) && continues != (fragments != null)) {
            throw WebSocketException.protocol(
                    continues
                            ? "a continuation without a beginning"
                            : "a new message before the end of the one before");
        }
    }

    private void checkLength(int head, long length) throws WebSocketException {
        int before = fragments == null ? 0 : fragments.length();
        if (ClientFrameHeader.isControl(head) || length <= maxMessageBytes - before) {
            return;
        }
        long bytes = length > Integer.MAX_VALUE ? length : length + before;
        listener.onTooLong(bytes, maxMessageBytes);
        throw new WebSocketException(
                TOO_LONG,
                "the message has " + bytes + " bytes; at most " + maxMessageBytes + " are allowed");
    }

    private void onData(int head, ByteBuf in, int at, int length, int mask)
            throws WebSocketException {
        boolean last = ClientFrameHeader.isFinal(head);
        boolean text = ClientFrameHeader.opcode(head) == FrameHeader.TEXT;
        boolean compressed = ClientFrameHeader.isCompressed(head);
        var message = fragments;
        if (message == null && last) {
            var bytes = scratch.atLeast(length);
            Masking.copy(in, at, bytes, 0, length, mask);
            onMessage(bytes, length, text, compressed);
            return;
        }
        if (message == null) {
            message = new FragmentedMessage(text, compressed, length);
        }
        message.add(in, at, length, mask);
        fragments = last ? null : message;
        if (last) {
            onMessage(message.bytes(), message.length(), message.isText(), message.isCompressed());
        }
    }

    private void onMessage(byte[] message, int length, boolean text, boolean compressed)
            throws WebSocketException {
        if (compression == null || !compressed) {
            onMessage(message, length, text);
            return;
        }
        var inflater = compression.inflater();
        try {
            inflater.inflate(message, length, maxMessageBytes);
        } catch (WebSocketException e) {
            if (e.code() == TOO_LONG) {
                listener.onTooLong(inflater.length(), maxMessageBytes);
            }
            throw e;
        }
        onMessage(inflater.bytes(), inflater.length(), text);
    }

    private void onMessage(byte[] message, int length, boolean text) throws WebSocketException {
        if (text && Utf8.firstInvalid(message, 0, length) >= 0) {
            throw new WebSocketException(INVALID_DATA, "a text message is not valid UTF-8");
        }
        if (closing == null) {
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
                if (closing == null && outbound().isWritable()) {
                    outbound().control(FrameHeader.PONG, payload);
                }
            }
            case FrameHeader.PONG -> listener.onPong();
            default -> onClose(payload);
        }
    }

    /// Answers the peer's close, or takes it as the answer to ours, and drops the connection.
    private void onClose(byte[] payload) throws WebSocketException {
        boolean begins = closing == null;
        if (begins) {
            CloseFrames.check(payload);
        }
        var handshake = beginClosing();
        if (begins) {
            handshake.answer(payload);
            // In case the peer does not read what is still being written.
            dropAfter(CLOSE_HANDSHAKE_SECONDS);
            handshake.tellListener();
        }
        handshake.listenNoMore();
        handshake.dropWhenWritten();
    }

    // ---- the connection

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable() && closing == null) {
            listener.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (unread != null) {
            unread.release();
            unread = null;
        }
        outbound().close();
        beginClosing().tellListener();
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
