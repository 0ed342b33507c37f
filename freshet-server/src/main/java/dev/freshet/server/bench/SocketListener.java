package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;

/// What a [ClientSocket] tells its owner, always on its event loop.
interface SocketListener {
    /// Commands that go out in one frame with the connect command, a line each; empty for none.
    default String withConnect() {
        return "";
    }

    /// The server answered the connect command; subscribe and publish may follow.
    void connected(ClientSocket socket);

    /// A push. The buffer is only valid during the call.
    void push(ByteBuf bytes, int from, int to);

    /// A server's ping that was answered.
    void pinged();

    /// A reply to a command sent with or after connect.
    void reply(Reply reply);

    /// The connection is gone, told once and not when it was closed from here.
    ///
    /// @param how the close code and reason, or what went wrong before
    void ended(String how);
}
