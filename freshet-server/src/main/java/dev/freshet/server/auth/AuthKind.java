package dev.freshet.server.auth;

/// The way a request proved who it is.
public enum AuthKind {
    SESSION,
    BASIC,
    TOKEN,
    API_KEY,
    JWT,
    PROXY,
    ANONYMOUS,
    DELEGATED
}
