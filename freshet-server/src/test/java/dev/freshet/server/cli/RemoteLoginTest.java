package dev.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteLoginTest {
    @TempDir Path directory;

    private static final Map<String, String> ALL =
            Map.of("FRESHET_TOKEN", "t1\n", "FRESHET_USER", "ann", "FRESHET_PASSWORD", "pässword");

    @Test
    void aTokenFileCountsFirst() throws Exception {
        var file = Files.writeString(directory.resolve("token"), "t0\n");

        var login = RemoteLogin.of(file, ALL);

        assertThat(login.header()).isEqualTo("Bearer t0");
        assertThat(login.who()).isEqualTo("the token in " + file);
    }

    @Test
    void theTokenOfTheEnvironmentCountsBeforeAPassword() {
        assertThat(RemoteLogin.of(null, ALL).header()).isEqualTo("Bearer t1");
    }

    @Test
    void aPasswordIsSentAsBasicAndNeverPrinted() {
        var login =
                RemoteLogin.of(null, Map.of("FRESHET_USER", "ann", "FRESHET_PASSWORD", "pässword"));

        assertThat(login.header()).isEqualTo("Basic YW5uOnDDpHNzd29yZA==");
        assertThat(login).hasToString("user ann of $FRESHET_USER");
    }

    @Test
    void withoutAnythingThereIsNoHeader() {
        assertThat(RemoteLogin.of(null, Map.of()).header()).isEmpty();
    }

    @Test
    void whatCannotBeUsedIsSaidWithoutTheSecret() {
        assertThatThrownBy(() -> RemoteLogin.of(directory.resolve("none"), Map.of()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> RemoteLogin.of(null, Map.of("FRESHET_TOKEN", "a secret")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("$FRESHET_TOKEN")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> RemoteLogin.of(null, Map.of("FRESHET_USER", "ann")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("$FRESHET_PASSWORD");
    }
}
