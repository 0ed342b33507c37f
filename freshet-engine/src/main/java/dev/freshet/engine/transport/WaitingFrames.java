package dev.freshet.engine.transport;

import java.util.ArrayDeque;

/// Frames that came while their client could take none: a few, then no more. Event loop only.
final class WaitingFrames {
    static final int MAX_FRAMES = 64;
    static final int MAX_BYTES = 256 * 1024;

    private final ArrayDeque<byte[]> frames = new ArrayDeque<>(0);
    private int bytes;

    /// False when there is no room; a frame that waits alone may be as long as it likes.
    boolean add(byte[] frame) {
        if (!frames.isEmpty()
                && (frames.size() >= MAX_FRAMES || frame.length > MAX_BYTES - bytes)) {
            return false;
        }
        frames.addLast(frame);
        bytes += frame.length;
        return true;
    }

    byte[] remove() {
        var frame = frames.removeFirst();
        bytes -= frame.length;
        return frame;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    void clear() {
        frames.clear();
        bytes = 0;
    }
}
