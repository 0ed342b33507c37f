package dev.freshet.sources.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.Certificates;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.SubscribedQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that do not let everybody in, or do not answer.
class RedisSecurityIntegrationTest {
    @TempDir private Path folder;

    @Test
    void passwordIsRequired() throws Exception {
        try (var redis = RedisProcess.start(folder, "--requirepass", "secret")) {
            try (var upstream = open(redis.url(), "{}", Map.of("password", "secret"))) {
                assertThat(upstream.checkHealth()).startsWith("Redis ");
            }
            try (var upstream =
                    open(redis.url(), "{\"user\":\"default\"}", Map.of("password", "secret"))) {
                assertThat(upstream.checkHealth()).startsWith("Redis ");
            }
            assertCredentialsRefused(redis.url(), Map.of("password", "wrong"));
            assertCredentialsRefused(redis.url(), Map.of());
        }
    }

    private static void assertCredentialsRefused(String url, Map<String, String> secrets)
            throws Exception {
        try (var upstream = open(url, "{}", secrets)) {
            assertThatThrownBy(upstream::checkHealth)
                    .isExactlyInstanceOf(SourceException.class)
                    .hasMessageStartingWith(
                            "Data source \"Test\" does not accept our credentials: ");
        }
    }

    /// The rights that the docs give to a user do not reach for INFO, which the health check asks.
    @Test
    void aUserForChannelsAndStreamsIsHealthy() throws Exception {
        try (var redis =
                        RedisProcess.start(
                                folder,
                                "--user",
                                "viewer",
                                "on",
                                ">secret",
                                "+@read",
                                "+@pubsub",
                                "~events",
                                "&news.*");
                var upstream =
                        open(redis.url(), "{\"user\":\"viewer\"}", Map.of("password", "secret"))) {
            assertThat(upstream.checkHealth()).isEqualTo("Answers commands.");

            var other =
                    upstream.prepare(
                            Settings.query(
                                    Duration.ofSeconds(1),
                                    "{\"type\":\"stream\",\"key\":\"other\"}"));
            assertThatThrownBy(() ->
                            ((SubscribedQuery) other)
                                    .history(new TimeRange(Instant.EPOCH, Instant.now())))
                    .isExactlyInstanceOf(SourceException.class)
                    .hasMessageStartingWith("Data source \"Test\" refused the query: NOPERM ")
                    .extracting(e -> ((SourceException) e).hint())
                    .isEqualTo("Let Redis allow this user the command, and the key or channel.");
        }
    }

    @Test
    void clientCertificateIsRequired() throws Exception {
        var certificates = Certificates.in(folder);
        try (var redis =
                RedisProcess.start(
                        folder,
                        "--tls-cert-file",
                        certificates.certificate("server").toString(),
                        "--tls-key-file",
                        certificates.key("server").toString(),
                        "--tls-ca-cert-file",
                        certificates.certificate("ca").toString())) {
            var url = redis.url().replace("redis:", "rediss:");
            var secrets = new HashMap<String, String>();
            secrets.put("tlsCACert", Files.readString(certificates.certificate("ca")));
            secrets.put("tlsClientCert", Files.readString(certificates.certificate("client")));
            secrets.put("tlsClientKey", Files.readString(certificates.key("client")));

            try (var upstream =
                    open(url, "{\"tlsAuth\":true,\"tlsAuthWithCACert\":true}", secrets)) {
                assertThat(upstream.checkHealth()).startsWith("Redis ");
            }
            try (var upstream = open(url, "{\"tlsAuth\":true,\"tlsSkipVerify\":true}", secrets)) {
                assertThat(upstream.checkHealth()).startsWith("Redis ");
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

    @Test
    void serverThatDoesNotAnswerIsUnavailable() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var upstream =
                        new RedisType()
                                .open(
                                        Settings.dataSource(
                                                "redis",
                                                "127.0.0.1:" + silent.getLocalPort(),
                                                "{}"),
                                        Settings.context(Duration.ofMillis(300), 1_000, 1_000))) {
            assertThatThrownBy(upstream::checkHealth)
                    .isInstanceOf(UpstreamUnavailable.class)
                    .hasMessage("Data source \"Test\" did not answer within 0.3 s.");
        }
    }

    @Test
    void aHostThatIsNotKnownIsToldWithoutItsName() throws Exception {
        try (var upstream = open("no-such-host.invalid", "{}", Map.of())) {
            assertThatThrownBy(upstream::checkHealth)
                    .isInstanceOf(UpstreamUnavailable.class)
                    .hasMessage(
                            "Data source \"Test\" cannot be reached: the name of its host is not"
                                    + " known.");
        }
    }

    @Test
    void wrongSettingsAreRefusedWithoutNamingAnAddress() {
        for (var url :
                new String[] {
                    "", "http://host", "redis://u:secret@host", "redis://h/x", "h:65536"
                }) {
            assertThatThrownBy(() -> open(url, "{}", Map.of()))
                    .hasMessage("The url of data source \"Test\" is not a Redis address.");
        }
        assertThatThrownBy(() -> open("redis://h", "{\"database\":\"x\"}", Map.of()))
                .hasMessage("The database of data source \"Test\" is \"x\".");
    }

    private static Upstream open(String url, String json, Map<String, String> secrets)
            throws Exception {
        return new RedisType()
                .open(Settings.dataSource("redis", url, "", "", json, secrets), Settings.context());
    }
}
