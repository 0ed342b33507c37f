package dev.freshet.server.tls;

import dev.freshet.server.config.FileTrouble;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/// Two PEM files and what is in them.
record CertificateFiles(Path certFile, Path keyFile) {
    private static final int LARGEST = 1 << 20;

    /// A state of the files, to be compared.
    record Stamp(String text) {}

    /// @param certificate the server's own
    record Loaded(SslContext context, X509Certificate certificate) {}

    Stamp stamp() {
        return new Stamp(stamp(certFile) + " " + stamp(keyFile));
    }

    Loaded load() throws BadCertificate {
        var chain = chain();
        var key = key();
        var own = chain.getFirst();
        if (!fits(key, own)) {
            throw new BadCertificate(
                    "The key in "
                            + keyFile
                            + " does not belong to the first certificate in "
                            + certFile
                            + "; the server's own certificate must come first.");
        }
        try {
            var context =
                    SslContextBuilder.forServer(key, chain)
                            .sslProvider(SslProvider.JDK)
                            .protocols("TLSv1.3", "TLSv1.2")
                            .build();
            return new Loaded(context, own);
        } catch (SSLException e) {
            throw new BadCertificate(
                    "The certificate in " + certFile + " cannot be used: " + e.getMessage(), e);
        }
    }

    private List<X509Certificate> chain() throws BadCertificate {
        try {
            var certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes(certFile)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (CertificateException e) {
            throw new BadCertificate(
                    "The file " + certFile + " holds a damaged certificate: " + e.getMessage(), e);
        }
        throw new BadCertificate(
                "The file "
                        + certFile
                        + " holds no certificate; it should contain -----BEGIN CERTIFICATE-----.");
    }

    private PrivateKey key() throws BadCertificate {
        try {
            return PrivateKeyPem.read(new String(bytes(keyFile), StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new BadCertificate("The file " + keyFile + " " + e.getMessage() + ".", e);
        }
    }

    private static boolean fits(PrivateKey key, X509Certificate certificate) {
        var algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "Ed25519";
                };
        try {
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update((byte) 1);
            var signature = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            signer.update((byte) 1);
            return signer.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static byte[] bytes(Path file) throws BadCertificate {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new BadCertificate("The file " + file + " is over 1 MiB.");
            }
            return bytes;
        } catch (IOException e) {
            throw new BadCertificate(
                    "The file " + file + " cannot be read: " + FileTrouble.reason(e) + ".", e);
        }
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file) + "/" + Files.size(file);
        } catch (IOException _) {
            return "missing";
        }
    }
}
