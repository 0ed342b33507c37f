package dev.freshet.spring;

import dev.freshet.engine.client.Credentials;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/// Finds out from the handshake's request, a cookie or a header, who connects.
///
/// A bean of this type is called on the connection's event loop and must not block. Spring's
/// filters, Spring Security's among them, do not see these requests. Without such a bean, and where
/// it gives null, the connect handler has to decide by what the connect command says.
@FunctionalInterface
public interface RequestCredentials {
    /// Who sent the request; null when it does not say.
    @Nullable Credentials of(HttpRequest request);
}
