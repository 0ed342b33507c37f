package dev.freshet.server.tls;

import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate that the server shows, always the newest usable one of its files.
///
/// New connections ask [#context] each time; those that are open keep what they have. Any thread
/// asks, one thread looks at the files.
public final class ServerCertificate {
    private static final Logger log = LoggerFactory.getLogger(ServerCertificate.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final CertificateFiles files;
    private CertificateFiles.Stamp stamp;
    private volatile CertificateFiles.Loaded loaded;

    private ServerCertificate(
            CertificateFiles files, CertificateFiles.Stamp stamp, CertificateFiles.Loaded loaded) {
        this.files = files;
        this.stamp = stamp;
        this.loaded = loaded;
    }

    /// Reads both files.
    ///
    /// @throws BadCertificate with a sentence that names the file and what is wrong
    public static ServerCertificate load(Path certFile, Path keyFile) throws BadCertificate {
        var files = new CertificateFiles(certFile, keyFile);
        var stamp = files.stamp();
        return new ServerCertificate(files, stamp, files.load());
    }

    /// For the next connection.
    public SslContext context() {
        return loaded.context();
    }

    /// After which browsers refuse the certificate.
    public Instant notAfter() {
        return certificate().getNotAfter().toInstant();
    }

    X509Certificate certificate() {
        return loaded.certificate();
    }

    /// Looks every five seconds whether the files changed, until `scheduler` is shut down.
    public void watch(ScheduledExecutorService scheduler) {
        var _ =
                scheduler.scheduleWithFixedDelay(
                        this::look,
                        LOOK_EVERY.toMillis(),
                        LOOK_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// Reads the files again when they changed; a pair that cannot be used changes nothing.
    void look() {
        var now = files.stamp();
        if (now.equals(stamp)) {
            return;
        }
        stamp = now;
        try {
            loaded = files.load();
            log.info(
                    "The certificate in {} was read again; it is valid until {}.",
                    files.certFile(),
                    notAfter());
        } catch (BadCertificate | RuntimeException e) {
            log.warn(
                    "The certificate changed but cannot be used; the old one is shown until the"
                            + " files change again. {}",
                    e.getMessage());
        }
    }
}
