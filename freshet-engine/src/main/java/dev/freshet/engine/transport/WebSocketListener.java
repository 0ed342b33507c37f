package dev.freshet.engine.transport;

/// Who is told what comes in on a WebSocket. Event loop only; exceptions close the connection with
/// 1011.
public interface WebSocketListener {
    /// A complete message. The bytes are only lent: they are overwritten after the call.
    ///
    /// @param text true for a text message, which was checked to be UTF-8
    void onMessage(byte[] buffer, int offset, int length, boolean text);

    /// The peer answered a ping, or sent a pong unasked, which RFC 6455 allows.
    default void onPong() {}

    /// So much was sent that more can be written.
    default void onWritable() {}

    /// A message was longer than allowed; the connection is being closed with 1009.
    default void onTooLong(long bytes, int limit) {}

    /// Nothing more comes in and nothing more can be sent: the connection is gone, or the peer
    /// closed it or broke the protocol. Called once; after a close of one's own when the connection
    /// is gone.
    default void onClosed() {}
}
