package dev.freshet.server.auth;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// What a request offers to prove who it is.
///
/// @param path without query and sub-path
/// @param header by name, ignoring case
/// @param cookie by name
/// @param query by name, decoded, for `auth_token`
public record AuthRequest(
        String method,
        String path,
        Lookup header,
        Lookup cookie,
        Lookup query,
        SocketAddress remoteAddress) {

    /// Finds the first value of a name, null when there is none.
    @FunctionalInterface
    public interface Lookup {
        @Nullable String find(String name);
    }
}
