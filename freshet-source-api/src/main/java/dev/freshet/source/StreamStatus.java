package dev.freshet.source;

/// A source's verdict on a subscription or a publication.
public enum StreamStatus {
    OK,
    /// There is no such path.
    NOT_FOUND,
    /// There is, but not for this user.
    PERMISSION_DENIED
}
