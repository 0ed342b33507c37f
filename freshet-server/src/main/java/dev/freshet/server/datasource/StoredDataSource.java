package dev.freshet.server.datasource;

import dev.freshet.server.problem.Problem;
import dev.freshet.source.DataSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A data source with what only this server wants to know of it.
///
/// @param access `proxy` or `direct`, as panels see it
/// @param isDefault the one of its organisation that panels take when they name none
/// @param withCredentials browsers send cookies along, with `direct`
/// @param readOnly not to be changed but in the provisioning file
/// @param provisioned it came from a provisioning file
/// @param secretNames of the secrets that it has, readable or not
/// @param streams in the order they were given, no name twice
/// @param version counts its changes, from 1
/// @param trouble why it cannot be used, null when it can
public record StoredDataSource(
        long orgId,
        DataSource source,
        String access,
        boolean isDefault,
        boolean withCredentials,
        boolean readOnly,
        boolean provisioned,
        Set<String> secretNames,
        List<NamedStream> streams,
        int version,
        @Nullable Problem trouble) {
    public StoredDataSource {
        secretNames = Set.copyOf(secretNames);
        streams = List.copyOf(streams);
    }

    /// The stream of that name.
    public Optional<NamedStream> stream(String name) {
        return streams.stream().filter(stream -> stream.name().equals(name)).findFirst();
    }

    boolean isUsable() {
        return trouble == null;
    }
}
