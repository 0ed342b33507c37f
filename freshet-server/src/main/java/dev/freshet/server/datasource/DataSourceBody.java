package dev.freshet.server.datasource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a client wants a data source to be.
///
/// @param given in no organisation yet; its secrets are those that are to change, an empty one is
///   to go; without streams
/// @param streams null to keep those it has
/// @param version the one that the client has seen; 0 when it does not care
record DataSourceBody(DataSourceSettings given, @Nullable List<NamedStream> streams, int version) {
    DataSourceBody {
        streams = streams == null ? null : List.copyOf(streams);
    }

    /// Null to keep the one it has.
    @Nullable String uid() {
        return given.uid();
    }

    /// As a new one.
    DataSourceSettings create(long orgId, String newUid) {
        return given.with(
                orgId,
                uid() == null ? newUid : uid(),
                kept(Map.of()),
                streams == null ? List.of() : streams);
    }

    /// As what `existing` becomes.
    DataSourceSettings change(StoredDataSource existing) {
        return given.with(
                existing.orgId(),
                uid(),
                kept(existing.source().secrets()),
                streams == null ? existing.streams() : streams);
    }

    /// Secrets that `existing` has, that nobody can read any more, and that the body does not give.
    List<String> lostSecrets(StoredDataSource existing) {
        var lost = new TreeSet<>(existing.secretNames());
        lost.removeAll(existing.source().secrets().keySet());
        lost.removeAll(given.secrets().keySet());
        return List.copyOf(lost);
    }

    private Map<String, String> kept(Map<String, String> before) {
        var all = new TreeMap<>(before);
        all.putAll(given.secrets());
        all.values().removeIf(String::isEmpty);
        return all;
    }
}
