package dev.freshet.plugins;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The host's side of mutual TLS: a certificate made at the start, which plugins are told, and for
/// each plugin the one certificate that it answers with. Immutable.
final class HostTls {
    private final @Nullable SelfSigned own;

    private HostTls(@Nullable SelfSigned own) {
        this.own = own;
    }

    /// No TLS.
    static HostTls none() {
        return new HostTls(null);
    }

    /// TLS with a new certificate.
    static HostTls make(Instant now) {
        try {
            return new HostTls(SelfSigned.make(now.minusSeconds(30)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot make a certificate on P-256", e);
        }
    }

    /// The host's certificate for the plugin's environment; null without TLS.
    @Nullable String pem() {
        if (own == null) {
            return null;
        }
        try {
            String text =
                    Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
                            .encodeToString(own.certificate().getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// How to talk to a plugin that answered with this certificate; null without TLS.
    ///
    /// @param certificate base64, empty when it gave none
    /// @throws StartFailure when it gave none, or none that can be read
    @Nullable SslContext context(String id, String certificate) throws StartFailure {
        if (own == null) {
            return null;
        }
        if (certificate.isEmpty()) {
            throw new StartFailure(
                    new Refusal(
                            "Plugin \"%s\" answered without a certificate, and this server insists on mutual TLS with plugins"
                                    .formatted(id),
                            "Turn mutual TLS with plugins off, or use a plugin built with Grafana's"
                                    + " SDK for Go"),
                    true);
        }
        try {
            var builder =
                    SslContextBuilder.forClient()
                            .keyManager(own.key(), own.certificate())
                            .trustManager(SelfSigned.read(Base64.getDecoder().decode(certificate)));
            // Native providers may not offer P-521 with SHA-512, which plugins written in Go use.
            return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
        } catch (GeneralSecurityException | IllegalArgumentException | SSLException e) {
            throw new StartFailure(
                    new Refusal(
                            "Plugin \"%s\" answered with a certificate that cannot be read: %s"
                                    .formatted(id, e.getMessage()),
                            "Turn mutual TLS with plugins off"),
                    true);
        }
    }
}
