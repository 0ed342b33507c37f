package dev.freshet.server.http;

import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.transport.HttpStreams;
import dev.freshet.engine.transport.PageAccess;
import dev.freshet.engine.transport.StreamKind;
import dev.freshet.server.auth.SignedInUser;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;

/// A request for a stream that passed every check and waits to be accepted.
///
/// Belongs to the connection's event loop, which must be one of the engine's.
public final class StreamRequest {
    private final ChannelHandlerContext ctx;
    private final HttpRequest head;
    private final Request request;
    private final StreamKind kind;
    private final PageAccess readers;

    StreamRequest(
            ChannelHandlerContext ctx,
            HttpRequest head,
            Request request,
            StreamKind kind,
            PageAccess readers) {
        this.ctx = ctx;
        this.head = head;
        this.request = request;
        this.kind = kind;
        this.readers = readers;
    }

    public SignedInUser user() {
        return request.user();
    }

    /// Makes it a client of the engine.
    public void acceptClient(HttpStreams engine, Credentials credentials) {
        engine.accept(ctx, head, request.body(), kind, credentials, readers);
    }
}
