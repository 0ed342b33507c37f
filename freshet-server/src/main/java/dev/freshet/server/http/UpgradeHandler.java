package dev.freshet.server.http;

/// Takes a connection over for a WebSocket, after access, origin and upgrade headers were checked.
///
/// Called on the event loop; accepts the request, which answers 101, and owns the connection from
/// then on.
@FunctionalInterface
public interface UpgradeHandler {
    void upgrade(SocketRequest request);
}
