package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Takes the WebSocket frames of a server off its bytes, however they were split on the way (RFC
/// 6455 §5). A message is read where it lies; only what a read left incomplete is copied.
///
/// Belongs to the connection's event loop.
final class ServerFrames {
    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int FINAL = 0x80;

    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int MAX_HEAD = 10;
    private static final int MAX_MESSAGE = 16 * 1024 * 1024;

    /// What arrives. Buffers are only valid during the call.
    interface Receiver {
        void message(ByteBuf bytes, int from, int to);

        void frameOfPing(ByteBuf bytes, int from, int to);

        /// The server's farewell; 1005 when it gave no code.
        void farewell(int code, String reason);

        /// The bytes are no frames; what follows cannot be understood.
        void nonsense(String why);
    }

    private final Receiver receiver;

    /// The beginning of a frame whose end has not come.
    private @Nullable ByteBuf incomplete;

    /// The beginning of a message in several frames.
    private @Nullable ByteBuf fragments;

    ServerFrames(Receiver receiver) {
        this.receiver = receiver;
    }

    /// Reads everything that is in the buffer, which stays the caller's.
    void read(ByteBuf in) {
        if (incomplete != null && !complete(incomplete, in)) {
            return;
        }
        while (in.isReadable()) {
            long size = frameSize(in);
            if (size < 0) {
                return;
            }
            if (size == 0 || size > in.readableBytes()) {
                incomplete = Unpooled.buffer(Math.max((int) size, in.readableBytes()));
                incomplete.writeBytes(in);
                return;
            }
            frame(in, (int) size);
        }
    }

    /// Moves bytes until the incomplete frame is whole and hands it over; false when they ran out.
    private boolean complete(ByteBuf frame, ByteBuf in) {
        while (true) {
            long size = frameSize(frame);
            if (size < 0) {
                return false;
            }
            long missing = size == 0 ? 1 : size - frame.readableBytes();
            if (missing == 0) {
                incomplete = null;
                frame(frame, (int) size);
                return true;
            }
            if (!in.isReadable()) {
                return false;
            }
            frame.writeBytes(in, (int) Math.min(missing, in.readableBytes()));
        }
    }

    /// Head and payload in bytes; 0 when the head is not complete, -1 when the frame is impossible.
    private long frameSize(ByteBuf in) {
        int head = headSize(in);
        if (head == 0 || in.readableBytes() < head) {
            return 0;
        }
        long payload = payloadSize(in, head);
        if ((in.getByte(in.readerIndex() + 1) & FINAL) != 0
                || payload < 0
                || payload > MAX_MESSAGE) {
            in.skipBytes(in.readableBytes());
            receiver.nonsense("a frame of " + payload + " bytes or a masked one");
            return -1;
        }
        return head + payload;
    }

    private static int headSize(ByteBuf in) {
        if (in.readableBytes() < 2) {
            return 0;
        }
        return switch (in.getByte(in.readerIndex() + 1) & 0x7f) {
            case SHORT_LENGTH -> 2 + Short.BYTES;
            case LONG_LENGTH -> MAX_HEAD;
            default -> 2;
        };
    }

    private static long payloadSize(ByteBuf in, int head) {
        int at = in.readerIndex();
        return switch (head) {
            case 2 -> in.getByte(at + 1) & 0x7f;
            case MAX_HEAD -> in.getLong(at + 2);
            default -> in.getUnsignedShort(at + 2);
        };
    }

    private void frame(ByteBuf in, int size) {
        int from = in.readerIndex() + headSize(in);
        int to = in.readerIndex() + size;
        int first = in.getByte(in.readerIndex());
        in.readerIndex(to);
        switch (first & 0x0f) {
            case TEXT, BINARY, CONTINUATION -> data(in, from, to, (first & FINAL) != 0);
            case CLOSE -> close(in, from, to);
            case PING -> receiver.frameOfPing(in, from, to);
            default -> {} // a pong that nobody asked for
        }
    }

    private void data(ByteBuf in, int from, int to, boolean last) {
        if (fragments == null && last) {
            receiver.message(in, from, to);
            return;
        }
        var whole = fragments == null ? Unpooled.buffer(to - from) : fragments;
        whole.writeBytes(in, from, to - from);
        fragments = last ? null : whole;
        if (last) {
            receiver.message(whole, 0, whole.writerIndex());
        } else if (whole.writerIndex() > MAX_MESSAGE) {
            receiver.nonsense("a message above " + MAX_MESSAGE + " bytes");
        }
    }

    private void close(ByteBuf in, int from, int to) {
        if (to - from < Short.BYTES) {
            receiver.farewell(1005, "");
            return;
        }
        var reason = in.toString(from + 2, to - from - 2, StandardCharsets.UTF_8);
        receiver.farewell(in.getUnsignedShort(from), reason);
    }
}
