package dev.freshet.spring;

/// Where clients connect.
public enum ServerMode {
    /// A port of the engine's own.
    OWN,
    /// The application's port, which needs Reactor Netty.
    APPLICATION
}
