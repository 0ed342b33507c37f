package dev.freshet.server.pluginstream;

import dev.freshet.server.auth.Role;
import dev.freshet.server.problem.Problem;
import dev.freshet.source.DataSource;
import java.util.Optional;

/// The data sources of organisations, as channels ask for them. Any thread; from memory.
public interface DataSourceDirectory {
    /// Empty when there is none, or when it cannot be used: [#trouble] says why.
    Optional<DataSource> find(long orgId, String uid);

    /// Why a data source that is there cannot be used.
    Optional<Problem> trouble(long orgId, String uid);

    /// What became of a uid that is not there: it has another one now, or, for those who may list
    /// data sources, one that is there looks like it. A sentence, empty when nothing is known.
    ///
    /// @param role of the caller
    String whereabouts(long orgId, String uid, Role role);
}
