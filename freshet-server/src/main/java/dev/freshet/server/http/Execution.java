package dev.freshet.server.http;

/// Where a route's handler runs.
public enum Execution {
    /// On the connection's event loop: the handler neither blocks nor computes for long.
    LOOP,

    /// On the loop when the body is small and unpacked, otherwise on a virtual thread: work that
    /// grows with the body must not delay the loop's other connections.
    SMALL_ON_LOOP,

    /// On a virtual thread: the handler may block.
    VIRTUAL_THREAD
}
