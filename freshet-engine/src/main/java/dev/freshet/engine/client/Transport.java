package dev.freshet.engine.client;

import dev.freshet.engine.hub.WireForm;
import dev.freshet.engine.protocol.Codec;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Push;
import dev.freshet.engine.protocol.Result;
import io.netty.buffer.ByteBuf;

/// The server side of one way of carrying bytes, as a client sees it. Event loop only.
///
/// What is written in one loop round leaves in order with one flush at its end.
public interface Transport {
    /// How commands are read and replies written here.
    Codec codec();

    /// How batches of a channel's messages look here.
    ///
    /// @param delta true for subscriptions that asked for deltas
    WireForm wireForm(boolean delta);

    /// Writes complete bytes in the wire form; takes over one reference to them.
    ///
    /// @param messages how many are in them, for the metrics
    void send(ByteBuf bytes, int messages);

    void reply(long id, Result result);

    void error(long id, ErrorReply error);

    void push(Push push);

    /// Writes a ping. A transport with WebSocket ping frames uses one of those.
    void ping();

    /// True when pings are WebSocket frames, of which the connect reply says nothing.
    boolean pingsWithFrames();

    /// True when the peer's commands come by requests of their own, which name the session (§21).
    boolean isEmulated();

    /// True when the peer only listens: its connect request is no command, an error has to be said
    /// with a disconnect, and pings are not answered (§22).
    boolean isUnidirectional();

    /// What names this connection to requests beside it, a secret of the peer's; empty for none.
    String session();

    /// False while so much waits to be sent that the peer does not seem to read.
    boolean isWritable();

    /// How many written bytes the peer has not taken yet.
    long unsentBytes();

    /// Hands what waits to the socket, in the middle of a loop round.
    void flush();

    /// Stops handing frames to the client until [#resumeReading].
    void pauseReading();

    void resumeReading();

    /// Writes what waits, then code and reason, in a close frame or else as a push, and closes.
    void close(Disconnect disconnect);

    /// Leaves a connection whose connect command was refused: reads no more and drops it after 5 s;
    /// an emulated one stays until the client is stale (§6).
    void abandon();
}
