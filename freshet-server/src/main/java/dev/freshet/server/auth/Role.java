package dev.freshet.server.auth;

/// A user's role in one organisation, weakest first.
public enum Role {
    VIEWER,
    EDITOR,
    ADMIN;

    /// True when this role may do what `required` may do.
    public boolean includes(Role required) {
        return compareTo(required) >= 0;
    }
}
