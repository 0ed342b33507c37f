package dev.freshet.engine.transport;

/// What the engine's own HTTP front offers, and where.
///
/// @param maxBodyBytes the longest body of a request; -1 for no limit
public record Endpoints(
        EndpointPaths paths,
        WebSocketUpgrade upgrade,
        HttpStreams streams,
        Emulation emulation,
        int maxBodyBytes) {}
