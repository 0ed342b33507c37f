package dev.freshet.server.pluginstream;

import dev.freshet.server.auth.SignedInUser;
import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSource;
import org.jspecify.annotations.Nullable;

/// What stands behind a namespace of `ds/…` or `plugin/…`: the source, and what it is told of
/// itself. Any thread; does not block.
public interface StreamOrigin {
    /// What messages call it: a plugin's id, a data source's uid.
    String name();

    StreamSource source();

    /// The data source's settings as they are now; null for a plugin.
    ///
    /// @throws SourceException when it is gone, or not this person's any more
    @Nullable DataSource settings(SignedInUser user) throws SourceException;

    /// A plugin, or a source of this server, that is no data source.
    static StreamOrigin plugin(String id, StreamSource source) {
        return new StreamOrigin() {
            @Override
            public String name() {
                return id;
            }

            @Override
            public StreamSource source() {
                return source;
            }

            @Override
            public @Nullable DataSource settings(SignedInUser user) {
                return null;
            }
        };
    }
}
