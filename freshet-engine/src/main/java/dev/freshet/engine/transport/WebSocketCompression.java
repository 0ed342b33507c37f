package dev.freshet.engine.transport;

/// Whether clients that offer permessage-deflate (RFC 7692) are sent compressed messages, and may
/// send them.
///
/// It trades CPU for bandwidth, and is off unless asked for. A batch is compressed once for all
/// subscribers of an event loop, never with what was sent before: connections keep no window, so
/// that an idle one costs what it costs without. Messages of a client may have as many bytes
/// *inflated* as they may have otherwise.
///
/// @param enabled false to decline every offer
/// @param level from 1, the fastest, to 9, the smallest
/// @param minBytes shorter messages are sent as they are
public record WebSocketCompression(boolean enabled, int level, int minBytes) {
    /// Every offer is declined.
    public static final WebSocketCompression OFF = new WebSocketCompression(false, 1, 0);

    public WebSocketCompression {
        if (level < 1 || level > 9) {
            throw new IllegalArgumentException(
                    "level is "
                            + level
                            + "; it must be from 1, the fastest, to 9, the smallest;"
                            + " to compress nothing use WebSocketCompression.OFF");
        }
        if (minBytes < 0) {
            throw new IllegalArgumentException(
                    "minBytes is " + minBytes + "; it must be 0 or more");
        }
    }

    /// Level 1, for messages of 128 bytes or more: shorter ones hardly get smaller.
    public static WebSocketCompression defaults() {
        return new WebSocketCompression(true, 1, 128);
    }
}
