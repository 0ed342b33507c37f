package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;

/// Takes a message apart into its lines and tells pushes from the rest by how they begin; nothing
/// is decoded.
final class PushLines {
    /// What a push begins with, as the eight bytes of a number.
    private static final long PUSH = littleEndian("{\"push\":");

    private static final int PING_BYTES = 2;

    /// What is in a message. The buffer is only valid during the call.
    interface Receiver {
        void push(ByteBuf bytes, int from, int to);

        void ping();

        /// Any other line: a reply to a command.
        void reply(Reply reply);
    }

    private PushLines() {}

    /// Hands over every line between two indexes of a complete message.
    static void scan(ByteBuf bytes, int from, int to, Receiver receiver) {
        int start = from;
        while (start < to) {
            int feed = bytes.indexOf(start, to, (byte) '\n');
            int end = feed < 0 ? to : feed;
            line(bytes, start, end, receiver);
            start = end + 1;
        }
    }

    private static void line(ByteBuf bytes, int from, int to, Receiver receiver) {
        int size = to - from;
        if (size > Long.BYTES && bytes.getLongLE(from) == PUSH) {
            receiver.push(bytes, from, to);
        } else if (size == PING_BYTES) {
            receiver.ping();
        } else if (size > 0) {
            receiver.reply(new Reply(bytes, from, to));
        }
    }

    private static long littleEndian(String eightBytes) {
        long value = 0;
        for (int i = eightBytes.length() - 1; i >= 0; i--) {
            value = value << Byte.SIZE | eightBytes.charAt(i);
        }
        return value;
    }
}
