package dev.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.Freshet;
import dev.freshet.server.auth.AuthRequest;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.config.DatabaseSettings;
import dev.freshet.server.identity.Identity;
import dev.freshet.server.identity.IdentitySettings;
import dev.freshet.server.storage.Database;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherProcessIntegrationTest {
    @TempDir Path directory;

    @Test
    void aTokenThatTheCommandLineMadeWorksInAServerThatRuns() throws Exception {
        var file = directory.resolve("freshet.db");
        try (var database =
                        Database.open(new DatabaseSettings(DatabaseSettings.Type.SQLITE3, file));
                var server =
                        Identity.open(
                                database,
                                IdentitySettings.defaults(),
                                InstantSource.system(),
                                new SecureRandom())) {

            var token = freshet("token", "create", "--role", "Editor").strip();

            assertThat(ask(server, token)).isInstanceOf(AuthResult.SignedIn.class);
        }
    }

    private String freshet(String... args) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(Freshet.class.getName());
        command.addAll(List.of(args));
        command.addAll(List.of("--data", directory.toString()));
        var process =
                new ProcessBuilder(command)
                        .redirectError(directory.resolve("err").toFile())
                        .start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return out;
    }

    private static AuthResult ask(Identity server, String token) {
        var request =
                new AuthRequest(
                        "GET",
                        "/",
                        name -> name.equals("Authorization") ? "Bearer " + token : null,
                        _ -> null,
                        _ -> null,
                        new InetSocketAddress("192.0.2.1", 40000));
        return server.authenticator().authenticate(request).toCompletableFuture().join();
    }
}
