package dev.freshet.server.datasource;

import dev.freshet.source.DataSource;
import org.jspecify.annotations.Nullable;

/// What happened to one data source.
///
/// @param before null when it was created
/// @param after null when it was deleted
public record Change(
        long orgId, Kind kind, @Nullable DataSource before, @Nullable DataSource after) {
    /// The direction.
    public enum Kind {
        CREATED,
        /// Another address, other secrets, another uid, other named streams …: `before` and `after`
        /// differ, by their time at least.
        UPDATED,
        /// Deleted, or not to be used any more, see [DataSources#trouble].
        DELETED
    }

    static Change created(long orgId, DataSource after) {
        return new Change(orgId, Kind.CREATED, null, after);
    }

    static Change updated(long orgId, DataSource before, DataSource after) {
        return new Change(orgId, Kind.UPDATED, before, after);
    }

    static Change deleted(long orgId, DataSource before) {
        return new Change(orgId, Kind.DELETED, before, null);
    }
}
