package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Messages in the body of an HTTP response that goes on: in one chunk (RFC 9112 §7.1), or as they
/// are where the peer's HTTP/1.0 knows no chunks.
final class StreamFraming implements Framing {
    /// What stands around each message.
    enum Separation {
        /// Messages that carry their length.
        NONE,
        /// A line feed behind.
        LINES,
        /// An event of an event stream.
        EVENTS
    }

    /// Eight digits and a line's end.
    private static final int MAX_HEAD_BYTES = 10;

    private static final int LINE_END = '\r' << 8 | '\n';
    private static final int EMPTY_LINE = '\n' << 8 | '\n';
    private static final int DATA = 'd' << 24 | 'a' << 16 | 't' << 8 | 'a';
    private static final int COLON = ':' << 8 | ' ';
    private static final int EVENT_BYTES = 8;

    private final Separation separation;
    private final boolean chunked;

    StreamFraming(Separation separation, boolean chunked) {
        this.separation = separation;
        this.chunked = chunked;
    }

    @Override
    public int overhead(int messages) {
        return MAX_HEAD_BYTES + 2 + messages * EVENT_BYTES;
    }

    @Override
    public ByteBuf begin(ByteBufAllocator allocator, int size) {
        var out = allocator.directBuffer(size);
        return chunked ? out.writeZero(MAX_HEAD_BYTES).skipBytes(MAX_HEAD_BYTES) : out;
    }

    @Override
    public void beforeMessage(ByteBuf out, boolean first) {
        if (separation == Separation.EVENTS) {
            out.writeInt(DATA).writeShort(COLON);
        }
    }

    @Override
    public void afterMessage(ByteBuf out, int start) {
        switch (separation) {
            case NONE -> {}
            case LINES -> out.writeByte('\n');
            case EVENTS -> out.writeShort(EMPTY_LINE);
        }
    }

    @Override
    public ByteBuf seal(ByteBuf out) {
        if (chunked) {
            int length = out.readableBytes();
            out.writeShort(LINE_END);
            prependHead(out, length);
        }
        return out;
    }

    /// Puts the chunk's length into the room that was left in front of the readable bytes.
    private static void prependHead(ByteBuf out, int length) {
        int at = out.readerIndex() - 2;
        out.setShort(at, LINE_END);
        int rest = length;
        do {
            out.setByte(--at, Character.forDigit(rest & 0xf, 16));
            rest >>>= 4;
        } while (rest != 0);
        out.readerIndex(at);
    }
}
