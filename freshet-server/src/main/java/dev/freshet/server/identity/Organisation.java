package dev.freshet.server.identity;

import java.time.Instant;

/// A group of people with data sources and channels of their own.
///
/// @param name unique
public record Organisation(long id, String name, Instant createdAt) {
    /// The number of the one that is always there.
    public static final long MAIN = 1;

    boolean isMain() {
        return id == MAIN;
    }
}
