package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// The fragments of a message whose last one has not come yet. Event loop only.
final class FragmentedMessage {
    private final boolean text;
    private final boolean compressed;
    private byte[] bytes;
    private int length;

    /// @param firstBytes the length of the first fragment
    FragmentedMessage(boolean text, boolean compressed, int firstBytes) {
        this.text = text;
        this.compressed = compressed;
        this.bytes = new byte[Math.max(firstBytes, 64)];
    }

    /// Adds a fragment, taking its mask off.
    void add(ByteBuf in, int at, int fragmentBytes, int mask) {
        if (bytes.length < length + fragmentBytes) {
            bytes = Arrays.copyOf(bytes, Math.max(length + fragmentBytes, length * 2));
        }
        Masking.copy(in, at, bytes, length, fragmentBytes, mask);
        length += fragmentBytes;
    }

    boolean isText() {
        return text;
    }

    boolean isCompressed() {
        return compressed;
    }

    /// The message so far; valid up to [#length].
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
