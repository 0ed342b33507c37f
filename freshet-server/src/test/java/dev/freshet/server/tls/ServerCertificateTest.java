package dev.freshet.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerCertificateTest {
    @TempDir Path directory;
    private int changes;

    @ParameterizedTest
    @CsvSource({
        "rsa.pem, rsa.key",
        "rsa.pem, rsa-pkcs1.key",
        "ec.pem, ec.key",
        "ec.pem, ec-with-parameters.key",
        "ec.pem, ec-pkcs8.key",
        "ed25519.pem, ed25519.key",
    })
    void everyFormOfKeyThatToolsWriteIsUnderstood(String cert, String key) throws Exception {
        var certificate = ServerCertificate.load(resource(cert), resource(key));

        assertThat(certificate.context().isServer()).isTrue();
        assertThat(certificate.notAfter()).isAfter(Instant.parse("2100-01-01T00:00:00Z"));
    }

    @Test
    void onlyModernProtocolsAreSpoken() throws Exception {
        var certificate = ServerCertificate.load(resource("rsa.pem"), resource("rsa.key"));

        var engine = certificate.context().newEngine(UnpooledByteBufAllocator.DEFAULT);

        assertThat(engine.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
    }

    @Test
    void aClientThatTrustsTheCertificateIsServed() throws Exception {
        var certificate = ServerCertificate.load(resource("ec.pem"), resource("ec.key"));
        var client =
                SslContextBuilder.forClient()
                        .trustManager(Files.newInputStream(resource("ec.pem")))
                        .build();

        var shake =
                new Handshake(
                        client.newEngine(UnpooledByteBufAllocator.DEFAULT, "localhost", 443),
                        certificate.context().newEngine(UnpooledByteBufAllocator.DEFAULT));

        assertThat(shake.run()).isEqualTo("TLSv1.3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rsa.pem | ec.key | does not belong to the first certificate in",
                "ec.pem | rsa.key | does not belong to the first certificate in",
                "rsa.pem | rsa-encrypted.key | holds a key with a password; remove it with:"
                        + " openssl",
                "rsa.key | rsa.key | certificate",
                "rsa.pem | rsa.pem | holds no private key; it should contain",
            })
    void aPairThatCannotBeUsedSaysWhy(String cert, String key, String reason) throws Exception {
        assertThatThrownBy(() -> ServerCertificate.load(resource(cert), resource(key)))
                .isInstanceOf(BadCertificate.class)
                .hasMessageContaining(reason);
    }

    /// The length of five bytes was an ArithmeticException once.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-----BEGIN EC PRIVATE KEY-----MIX//////w==-----END EC PRIVATE KEY----- | damaged"
                        + " key",
                "'' | holds no private key",
                "-----BEGIN PRIVATE KEY-----!!!!-----END PRIVATE KEY----- | damaged key",
                "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY----- | damaged key",
                "-----BEGIN RSA PRIVATE KEY-----AAAA-----END RSA PRIVATE KEY----- | damaged key",
                "-----BEGIN EC PRIVATE KEY----------END EC PRIVATE KEY----- | damaged key",
                "-----BEGIN EC PRIVATE KEY-----MIL/////-----END EC PRIVATE KEY----- | damaged key",
                "-----BEGIN EC PRIVATE KEY-----MIT//////w==-----END EC PRIVATE KEY----- | damaged"
                        + " key",
                "-----BEGIN DSA PRIVATE KEY-----AAAA-----END DSA PRIVATE KEY----- | cannot be used"
                        + " for TLS",
                "-----BEGIN PRIVATE KEY-----AAAA | holds no private key",
            })
    void aDamagedKeyIsRefusedWithASentence(String text, String reason) throws Exception {
        var key = Files.writeString(directory.resolve("hostile.key"), text);

        assertThatThrownBy(() -> ServerCertificate.load(resource("rsa.pem"), key))
                .isInstanceOf(BadCertificate.class)
                .hasMessageContaining("hostile.key")
                .hasMessageContaining(reason);
    }

    @Test
    void filesThatCannotBeReadAreNamed() throws Exception {
        var empty = Files.createFile(directory.resolve("empty.pem"));
        var large = Files.write(directory.resolve("large.pem"), new byte[(1 << 20) + 1]);
        var broken =
                Files.writeString(
                        directory.resolve("broken.pem"),
                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        assertThatThrownBy(() ->
                        ServerCertificate.load(directory.resolve("no.pem"), resource("ec.key")))
                .hasMessageContaining("no.pem cannot be read: it does not exist");
        assertThatThrownBy(() -> ServerCertificate.load(empty, resource("ec.key")))
                .hasMessageContaining("empty.pem holds no certificate");
        assertThatThrownBy(() -> ServerCertificate.load(large, resource("ec.key")))
                .hasMessageContaining("large.pem is over 1 MiB");
        assertThatThrownBy(() -> ServerCertificate.load(broken, resource("ec.key")))
                .hasMessageContaining("broken.pem holds a damaged certificate");
    }

    @Test
    void aNewPairIsShownFromThenOn() throws Exception {
        copy("rsa.pem", "rsa.key");
        var certificate = loadCopy();
        var old = certificate.context();

        certificate.look();
        assertThat(certificate.context()).isSameAs(old);
        copy("ec.pem", "ec.key");
        certificate.look();

        assertThat(certificate.context()).isNotSameAs(old);
        assertThat(certificate.certificate().getSubjectX500Principal().getName())
                .isEqualTo("CN=ec.example");
    }

    @Test
    void aBrokenNewPairKeepsTheOldUntilItIsMended() throws Exception {
        copy("rsa.pem", "rsa.key");
        var certificate = loadCopy();
        var old = certificate.context();

        copyTo("ec.pem", "cert.pem");
        certificate.look();
        assertThat(certificate.context()).isSameAs(old);
        Files.delete(directory.resolve("cert.key"));
        certificate.look();
        assertThat(certificate.context()).isSameAs(old);
        copyTo("ec.key", "cert.key");
        certificate.look();

        assertThat(certificate.certificate().getSubjectX500Principal().getName())
                .isEqualTo("CN=ec.example");
    }

    private ServerCertificate loadCopy() throws BadCertificate {
        return ServerCertificate.load(directory.resolve("cert.pem"), directory.resolve("cert.key"));
    }

    private void copy(String cert, String key) throws Exception {
        copyTo(cert, "cert.pem");
        copyTo(key, "cert.key");
    }

    /// File systems may keep times by the second: each copy is a second newer.
    private void copyTo(String resource, String name) throws Exception {
        var file = directory.resolve(name);
        Files.write(file, Files.readAllBytes(resource(resource)));
        Files.setLastModifiedTime(
                file, FileTime.from(Instant.parse("2026-01-31T12:00:00Z").plusSeconds(++changes)));
    }

    private static Path resource(String name) throws IOException {
        var url = ServerCertificateTest.class.getResource(name);
        if (url == null) {
            throw new IOException(name + " is missing");
        }
        return Path.of(url.getPath());
    }
}
