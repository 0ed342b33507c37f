package dev.freshet.sources.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.ServerProcess;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.Upstream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asks a real InfluxDB 1 that lets nobody in without a password.
class InfluxQlCredentialsIntegrationTest {
    @TempDir private static Path folder;
    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = InfluxServer.start(folder, true);
        server.post(
                "/query?q=CREATE+USER+fred+WITH+PASSWORD+'s3cret'+WITH+ALL+PRIVILEGES",
                "application/x-www-form-urlencoded",
                "");
        server.post(
                "/query?u=fred&p=s3cret&q=CREATE+DATABASE+test",
                "application/x-www-form-urlencoded",
                "");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void userAndPasswordAreSent() throws Exception {
        try (var upstream = open("fred", "s3cret")) {
            assertThat(upstream.checkHealth()).startsWith("InfluxDB 1.");
        }
    }

    @Test
    void wrongCredentialsAreRefused() throws Exception {
        try (var upstream = open("fred", "wrong")) {
            assertThatThrownBy(upstream::checkHealth)
                    .isInstanceOf(SourceException.class)
                    .hasMessage(
                            "Data source \"Test\" does not accept our credentials (status 401):"
                                    + " authorization failed.");
        }
        try (var upstream = open("", "")) {
            assertThatThrownBy(upstream::checkHealth)
                    .hasMessageContaining("unable to parse authentication credentials");
        }
    }

    private static Upstream open(String user, String password) throws SourceException {
        return new InfluxDbType()
                .open(
                        Settings.dataSource(
                                "influxdb",
                                server.url(),
                                user,
                                "test",
                                "{}",
                                Map.of("password", password)),
                        Settings.context());
    }
}
