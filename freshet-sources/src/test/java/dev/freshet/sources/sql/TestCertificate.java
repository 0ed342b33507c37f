package dev.freshet.sources.sql;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/// A certificate for 127.0.0.1 that vouches for itself, as PEM files.
///
/// @param pem the certificate's text
record TestCertificate(Path certificate, Path key, String pem) {
    private static final String PASSWORD = "changeit";

    /// Makes one in a folder, with JDK's own tool.
    static TestCertificate in(Path folder) throws IOException, InterruptedException {
        var store = folder.resolve("store.p12");
        keytool(store);
        try {
            var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            var pem = pem("CERTIFICATE", keys.getCertificate("server").getEncoded());
            var key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
            return new TestCertificate(
                    DatabaseProcess.own(Files.writeString(folder.resolve("server.crt"), pem)),
                    DatabaseProcess.own(
                            Files.writeString(
                                    folder.resolve("server.key"), pem("PRIVATE KEY", key))),
                    pem);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void keytool(Path store) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "RSA",
                                "-dname",
                                "CN=test",
                                "-ext",
                                "SAN=ip:127.0.0.1",
                                "-validity",
                                "3650",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                store.toString())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("keytool failed:\n" + output);
        }
    }

    private static String pem(String kind, byte[] bytes) {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, lines);
    }
}
