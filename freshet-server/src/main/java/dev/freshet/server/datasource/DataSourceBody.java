package dev.freshet.server.datasource;

import dev.freshet.source.RawJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a client wants a data source to be.
///
/// @param uid null to keep the one it has
/// @param secrets those that are to change; an empty one is to go
/// @param streams null to keep those it has
/// @param version the one that the client has seen; 0 when it does not care
record DataSourceBody(
        @Nullable String uid,
        String name,
        String type,
        String access,
        String url,
        String user,
        String database,
        boolean basicAuth,
        String basicAuthUser,
        boolean withCredentials,
        boolean isDefault,
        RawJson jsonData,
        Map<String, String> secrets,
        @Nullable List<NamedStream> streams,
        int version) {
    DataSourceBody {
        secrets = Map.copyOf(secrets);
        streams = streams == null ? null : List.copyOf(streams);
    }

    /// As a new one.
    DataSourceSettings create(long orgId, String newUid) {
        return settings(orgId, uid == null ? newUid : uid, kept(Map.of()), List.of());
    }

    /// As what `existing` becomes.
    DataSourceSettings change(StoredDataSource existing) {
        return settings(
                existing.orgId(), uid, kept(existing.source().secrets()), existing.streams());
    }

    /// Secrets that `existing` has, that nobody can read any more, and that the body does not give.
    List<String> lostSecrets(StoredDataSource existing) {
        var lost = new TreeSet<>(existing.secretNames());
        lost.removeAll(existing.source().secrets().keySet());
        lost.removeAll(secrets.keySet());
        return List.copyOf(lost);
    }

    private Map<String, String> kept(Map<String, String> before) {
        var all = new TreeMap<>(before);
        all.putAll(secrets);
        all.values().removeIf(String::isEmpty);
        return all;
    }

    private DataSourceSettings settings(
            long orgId,
            @Nullable String newUid,
            Map<String, String> allSecrets,
            List<NamedStream> streamsBefore) {
        return new DataSourceSettings(
                orgId,
                newUid,
                name,
                type,
                access,
                url,
                user,
                database,
                basicAuth,
                basicAuthUser,
                withCredentials,
                isDefault,
                jsonData,
                allSecrets,
                false,
                streams == null ? streamsBefore : streams);
    }

    /// Names it without its secrets.
    @Override
    public String toString() {
        return "DataSourceBody[" + name + "]";
    }
}
