package dev.freshet.engine.transport;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Inflates the messages of one event loop, each by itself (RFC 7692 §7.2.2), up to a limit.
final class MessageInflater {
    private static final int FIRST_BYTES = 8 * 1024;

    /// Longer messages get an array of their own, so that one of them does not stay for ever.
    private static final int KEPT_BYTES = 64 * 1024;

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /// The empty block that senders leave out, and a last one: only where it is found as such did
    /// the message end where a block ends.
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff, 1, 0, 0, (byte) 0xff, -1};

    private final Inflater inflater = new Inflater(true);
    private byte[] kept = new byte[FIRST_BYTES];
    private byte[] bytes = kept;
    private int length;

    /// Inflates a message.
    ///
    /// @throws WebSocketException with 1007 when it is not the output of a deflater, with 1009 when
    ///   it has more than `maxBytes`
    void inflate(byte[] message, int messageBytes, int maxBytes) throws WebSocketException {
        bytes = kept;
        length = 0;
        try {
            inflate(message, 0, messageBytes, maxBytes);
            inflate(TAIL, 0, TAIL.length, maxBytes);
            if (!inflater.finished()) {
                throw invalid("ends in the middle of a block");
            }
        } catch (DataFormatException e) {
            throw invalid(String.valueOf(e.getMessage()));
        } finally {
            inflater.reset();
            kept = bytes.length <= KEPT_BYTES ? bytes : kept;
        }
    }

    private void inflate(byte[] input, int from, int count, int maxBytes)
            throws DataFormatException, WebSocketException {
        inflater.setInput(input, from, count);
        while (inflater.getRemaining() > 0 || !inflater.needsInput()) {
            if (inflater.finished()) {
                int rest = inflater.getRemaining();
                if (rest == 0) {
                    return;
                }
                // Behind a block that says that it is the last one may be others (§7.2.3.4).
                inflater.reset();
                inflater.setInput(input, from + count - rest, rest);
            }
            makeRoom(maxBytes);
            int inflated = inflater.inflate(bytes, length, bytes.length - length);
            length += inflated;
            if (length > maxBytes) {
                throw new WebSocketException(
                        WebSocketFrames.TOO_LONG,
                        "the message has more than " + maxBytes + " bytes when it is inflated");
            }
            if (inflated == 0 && !inflater.finished() && !inflater.needsInput()) {
                throw invalid("needs a dictionary");
            }
        }
    }

    private void makeRoom(int maxBytes) {
        if (length < bytes.length) {
            return;
        }
        // One more than is allowed, to see whether there is more than is allowed.
        long most = Math.min((long) maxBytes + 1, LONGEST_ARRAY);
        bytes = Arrays.copyOf(bytes, (int) Math.max(length + 1L, Math.min(2L * length, most)));
    }

    private static WebSocketException invalid(String why) {
        return new WebSocketException(
                WebSocketFrames.INVALID_DATA, "a compressed message cannot be inflated: " + why);
    }

    /// The last message, valid up to [#length] and until the next one.
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void end() {
        inflater.end();
    }
}
