package dev.freshet.sources.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.Certificates;
import dev.freshet.sources.fixture.Programs;
import dev.freshet.sources.fixture.RunningQuery;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.SubscribedQuery;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real brokers that do not let everybody in.
class MqttSecurityIntegrationTest {
    @TempDir private Path folder;

    @Test
    void passwordIsRequired() throws Exception {
        Programs.require("mosquitto", "mosquitto_passwd");
        var passwords = folder.resolve("passwords");
        run("mosquitto_passwd", "-b", "-c", passwords.toString(), "viewer", "secret");
        try (var broker =
                Mosquitto.start(folder, "allow_anonymous false\npassword_file " + passwords)) {
            var user = "{\"username\":\"viewer\"}";

            try (var upstream = open(broker.url("tcp"), user, Map.of("password", "secret"))) {
                assertThat(upstream.checkHealth()).isEqualTo("Accepts our connection.");
            }
            try (var upstream = open(broker.url("tcp"), user, Map.of("password", "wrong"))) {
                assertThatThrownBy(upstream::checkHealth)
                        .isExactlyInstanceOf(SourceException.class)
                        .hasMessageStartingWith(
                                "Data source \"Test\" does not accept our credentials: ")
                        .hasMessageNotContaining("wrong");
                assertBothAreRefused(upstream);
            }
            try (var upstream = open(broker.url("tcp"), "{}", Map.of())) {
                assertThatThrownBy(upstream::checkHealth)
                        .isExactlyInstanceOf(SourceException.class)
                        .hasMessageContaining("does not accept our credentials");
            }
        }
    }

    /// The last two to leave a connection both closed it, which the library answered with an error
    /// of its own.
    private static void assertBothAreRefused(Upstream upstream) throws Exception {
        for (int i = 0; i < 10; i++) {
            try (var one = run(upstream, "one");
                    var two = run(upstream, "two")) {
                for (var each : List.of(one, two)) {
                    assertThat(each.awaitFailure())
                            .isExactlyInstanceOf(SourceException.class)
                            .hasMessageContaining("does not accept our credentials");
                }
            }
        }
    }

    private static RunningQuery run(Upstream upstream, String topic) throws Exception {
        var query = Settings.query(Duration.ofSeconds(1), "{\"topic\":\"%s\"}".formatted(topic));
        return new RunningQuery((SubscribedQuery) upstream.prepare(query), null);
    }

    @Test
    void clientCertificateIsRequired() throws Exception {
        var certificates = Certificates.in(folder);
        try (var broker =
                Mosquitto.start(
                        folder,
                        """
                        allow_anonymous true
                        cafile %s
                        certfile %s
                        keyfile %s
                        require_certificate true
                        """
                                .formatted(
                                        certificates.certificate("ca"),
                                        certificates.certificate("server"),
                                        certificates.key("server")))) {
            var url = broker.url("ssl");
            var secrets = new HashMap<String, String>();
            secrets.put("tlsCACert", Files.readString(certificates.certificate("ca")));
            secrets.put("tlsClientCert", Files.readString(certificates.certificate("client")));
            secrets.put("tlsClientKey", Files.readString(certificates.key("client")));

            try (var upstream =
                    open(url, "{\"tlsAuth\":true,\"tlsAuthWithCACert\":true}", secrets)) {
                assertThat(upstream.checkHealth()).isEqualTo("Accepts our connection.");
            }
            try (var upstream = open(url, "{\"tlsAuth\":true,\"tlsSkipVerify\":true}", secrets)) {
                assertThat(upstream.checkHealth()).isEqualTo("Accepts our connection.");
            }
            try (var upstream = open(url, "{\"tlsAuth\":true}", secrets)) {
                assertThatThrownBy(upstream::checkHealth)
                        .isInstanceOf(UpstreamUnavailable.class)
                        .hasMessageContaining("certification path")
                        .extracting(e -> ((SourceException) e).hint())
                        .asString()
                        .contains("tlsAuthWithCACert", "tlsCACert");
            }
            try (var upstream = open(url, "{\"tlsAuthWithCACert\":true}", secrets)) {
                assertThatThrownBy(upstream::checkHealth).isInstanceOf(UpstreamUnavailable.class);
            }
        }
    }

    private static Upstream open(String url, String json, Map<String, String> secrets)
            throws Exception {
        return new MqttType()
                .open(Settings.dataSource("mqtt", url, "", "", json, secrets), Settings.context());
    }

    private static void run(String... command) throws Exception {
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
