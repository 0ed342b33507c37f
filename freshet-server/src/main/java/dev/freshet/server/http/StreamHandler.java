package dev.freshet.server.http;

/// Takes a connection over for a stream, after access and origin were checked and the body is
/// there.
///
/// Called on the event loop; accepts the request, which answers 200, and the engine owns the
/// connection from then on.
@FunctionalInterface
public interface StreamHandler {
    void open(StreamRequest request);
}
