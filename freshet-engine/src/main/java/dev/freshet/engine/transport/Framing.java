package dev.freshet.engine.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// How messages are joined into one piece on the wire: lines in a WebSocket text frame, events in
/// an HTTP chunk.
///
/// Stateless. A piece is begun, takes messages each between [#beforeMessage] and [#afterMessage],
/// and is sealed once.
interface Framing {
    /// JSON on WebSocket: lines, with a line feed between them (§2).
    Framing WEBSOCKET_LINES = new WebSocketFraming(FrameHeader.TEXT, true);

    /// Protobuf on WebSocket: messages that carry their length.
    Framing WEBSOCKET_BINARY = new WebSocketFraming(FrameHeader.BINARY, false);

    /// JSON on a unidirectional WebSocket: a frame for each message (§22).
    Framing WEBSOCKET_SINGLE = new SingleFrames(FrameHeader.TEXT);

    /// How many bytes a piece of so many messages takes besides them, at most.
    int overhead(int messages);

    /// A buffer with room for what stands in front.
    ///
    /// @param size in bytes, overhead included; the buffer grows when it is more
    ByteBuf begin(ByteBufAllocator allocator, int size);

    void beforeMessage(ByteBuf out, boolean first);

    /// Ends the message that begins at `start`.
    void afterMessage(ByteBuf out, int start);

    /// The complete piece, ready to be written.
    ByteBuf seal(ByteBuf out);
}
