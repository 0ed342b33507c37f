package dev.freshet.server.tls;

/// The certificate or its key cannot be used; the message names the file, the reason and the
/// remedy.
public final class BadCertificate extends Exception {
    BadCertificate(String message) {
        super(message);
    }

    BadCertificate(String message, Throwable cause) {
        super(message, cause);
    }
}
