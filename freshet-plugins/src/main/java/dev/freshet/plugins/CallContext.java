package dev.freshet.plugins;

import dev.freshet.source.DataSource;
import dev.freshet.source.StreamUser;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// On whose behalf a plugin is called, outside of streams.
///
/// @param orgId the organisation, from 1
/// @param user null when the server itself asks
/// @param dataSource null for an app's own calls
/// @param headers to forward, keys as the plugin expects them (`http_…`)
public record CallContext(
        long orgId,
        @Nullable StreamUser user,
        @Nullable DataSource dataSource,
        Map<String, String> headers) {
    public CallContext {
        headers = Map.copyOf(headers);
    }
}
