package dev.freshet.plugins;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/// The host's side of mutual TLS.
final class HostTls {
    private HostTls() {}

    static HostTls none() {
        return new HostTls();
    }

    static HostTls make() {
        return new HostTls();
    }

    @Nullable String pem() {
        return null;
    }

    @Nullable SslContext context(String pluginCertificate) throws StartFailure {
        return null;
    }
}
