package dev.freshet.sources.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// TLS to a data source, by its settings as Grafana names them: `tlsAuthWithCACert` with the secret
/// `tlsCACert`, `tlsAuth` with `tlsClientCert` and `tlsClientKey`, `tlsSkipVerify`.
public final class UpstreamTls {
    private static final char[] NO_PASSWORD = new char[0];

    private UpstreamTls() {}

    /// What connections to this data source use.
    ///
    /// @throws SourceException when a certificate or key cannot be read
    public static SSLContext context(DataSource dataSource) throws SourceException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keyManagers(dataSource), trustManagers(dataSource), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    /// The certificate that we show, for libraries that make a context of their own; null when none
    /// is set.
    ///
    /// @throws SourceException when the certificate or key cannot be read
    public static KeyManager @Nullable [] keyManagers(DataSource dataSource)
            throws SourceException {
        try {
            return HttpSettings.json(dataSource).path("tlsAuth").booleanValue(false)
                    ? clientKeys(dataSource)
                    : null;
        } catch (GeneralSecurityException | IOException e) {
            throw impossible(e);
        }
    }

    /// Which certificates we trust, for libraries that make a context of their own; null for what
    /// Java trusts.
    ///
    /// @throws SourceException when a certificate cannot be read
    public static TrustManager @Nullable [] trustManagers(DataSource dataSource)
            throws SourceException {
        var json = HttpSettings.json(dataSource);
        if (json.path("tlsSkipVerify").booleanValue(false)) {
            return new TrustManager[] {new TrustAll()};
        }
        try {
            return json.path("tlsAuthWithCACert").booleanValue(false)
                    ? authorities(dataSource)
                    : null;
        } catch (GeneralSecurityException | IOException e) {
            throw impossible(e);
        }
    }

    private static IllegalStateException impossible(Exception failure) {
        return new IllegalStateException("TLS cannot be set up", failure);
    }

    private static TrustManager[] authorities(DataSource dataSource)
            throws GeneralSecurityException, IOException, SourceException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (var certificate : certificates(dataSource, "tlsCACert")) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] clientKeys(DataSource dataSource)
            throws GeneralSecurityException, IOException, SourceException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var key = privateKey(dataSource, "tlsClientKey");
        var chain = certificates(dataSource, "tlsClientCert");
        try {
            store.setKeyEntry("client", key, NO_PASSWORD, chain);
        } catch (KeyStoreException e) {
            throw new SourceException(
                    "The certificates in secret tlsClientCert of data source \"%s\" do not follow from each other."
                            .formatted(dataSource.name()),
                    "Begin with our own, followed by the one that signed it, and so on.",
                    e);
        }
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static Certificate[] certificates(DataSource dataSource, String secret)
            throws SourceException {
        try {
            var pem = dataSource.secrets().getOrDefault(secret, "").getBytes(US_ASCII);
            var found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem));
            if (!found.isEmpty()) {
                return found.toArray(Certificate[]::new);
            }
        } catch (GeneralSecurityException e) {
            throw unreadable(dataSource, secret, "PEM certificates", e);
        }
        throw unreadable(dataSource, secret, "PEM certificates", null);
    }

    private static PrivateKey privateKey(DataSource dataSource, String secret)
            throws SourceException {
        var body =
                dataSource
                        .secrets()
                        .getOrDefault(secret, "")
                        .replaceAll("(?s).*-----BEGIN PRIVATE KEY-----", "")
                        .replaceAll("(?s)-----END PRIVATE KEY-----.*", "");
        try {
            var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
            for (var algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(spec);
                } catch (InvalidKeySpecException e) {
                    // another kind of key
                }
            }
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw unreadable(dataSource, secret, "a PEM private key in PKCS #8", e);
        }
        throw unreadable(dataSource, secret, "a PEM private key in PKCS #8", null);
    }

    private static SourceException unreadable(
            DataSource dataSource, String secret, String wanted, @Nullable Exception cause) {
        return new SourceException(
                "Secret %s of data source \"%s\" is not %s."
                        .formatted(secret, dataSource.name(), wanted),
                secret.endsWith("Key")
                        ? "Convert it with: openssl pkcs8 -topk8 -nodes -in key.pem"
                        : "Paste the whole text, from -----BEGIN CERTIFICATE----- on.",
                cause);
    }

    /// For `tlsSkipVerify`: every certificate and every host name will do.
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
