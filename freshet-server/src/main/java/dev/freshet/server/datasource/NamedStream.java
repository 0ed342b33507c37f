package dev.freshet.server.datasource;

import dev.freshet.source.RawJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A query that is there before anybody asks it: the channel `ds/<uid>/<name>`.
///
/// @param name unique in its data source; parts of letters, digits, `-`, `_` and `.`, with `/`
///   between them
/// @param query one JSON object, the members that a query of the data source's type has; macros
///   stand in it as they were written
/// @param interval between two questions
/// @param range how far back a new subscriber sees
/// @param delay how far behind the present the data source is asked
/// @param overlap how much of what was asked before is asked again; null for what suits the query
public record NamedStream(
        String name,
        RawJson query,
        Duration interval,
        Duration range,
        Duration delay,
        @Nullable Duration overlap) {
    /// The channel that shows it.
    ///
    /// @param uid of its data source
    public String channel(String uid) {
        return "ds/" + uid + "/" + name;
    }
}
