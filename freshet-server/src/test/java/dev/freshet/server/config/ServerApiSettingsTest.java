package dev.freshet.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import dev.freshet.server.config.ServerApiSettings.ErrorMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerApiSettingsTest {
    private static final String KEY = "correct-horse-battery";

    /// @param settings keys and values, written `key=value`
    private static ServerApiSettings load(Map<String, String> environment, String... settings)
            throws InvalidConfig {
        var given =
                Arrays.stream(settings)
                        .map(text -> text.split("=", 2))
                        .map(pair ->
                                new CommandLineSetting(
                                        "freshet.server_api", pair[0], pair[1], "test"))
                        .toList();
        return SettingsLoader.load(new ConfigSources(null, environment, given))
                .settings()
                .serverApi();
    }

    @Test
    void theApiIsOffByDefault() throws Exception {
        var settings = load(Map.of());

        assertThat(settings.enabled()).isFalse();
        assertThat(settings.key().isSet()).isFalse();
        assertThat(settings.hasOwnPort()).isFalse();
        assertThat(settings.errorMode()).isEqualTo(ErrorMode.REPLY);
        assertThat(settings.maxBytes()).isEqualTo(1 << 20);
    }

    @Test
    void everyKeyIsRead() throws Exception {
        var settings =
                load(
                        Map.of(),
                        "enabled=true",
                        "key=" + KEY,
                        "admins=true",
                        "compatible_paths=true",
                        "error_mode=transport",
                        "address=127.0.0.1",
                        "port=8000",
                        "max_bytes=64KiB",
                        "max_batch_commands=10",
                        "max_broadcast_channels=20",
                        "max_history=30");

        assertThat(settings)
                .isEqualTo(
                        new ServerApiSettings(
                                true,
                                new Secret(KEY),
                                true,
                                true,
                                ErrorMode.TRANSPORT,
                                "127.0.0.1",
                                8000,
                                64 << 10,
                                10,
                                20,
                                30));
        assertThat(settings.hasOwnPort()).isTrue();
    }

    @Test
    void theKeyComesFromTheEnvironmentOrAFileAndIsNeverPrinted(@TempDir Path folder)
            throws Exception {
        var file = Files.writeString(folder.resolve("key"), KEY + "\n");

        var fromVariable = load(Map.of("GF_FRESHET_SERVER_API_KEY", KEY));
        var fromReference = load(Map.of("API_KEY", KEY), "key=$__env{API_KEY}");
        var fromFile = load(Map.of(), "key=$__file{" + file + "}");

        assertThat(fromVariable.key().reveal()).isEqualTo(KEY);
        assertThat(fromReference.key().reveal()).isEqualTo(KEY);
        assertThat(fromFile.key().reveal()).isEqualTo(KEY);
        assertThat(fromFile.toString()).doesNotContain(KEY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enabled=true | lets nobody in; set key, or admins = true",
                "key=short | is shorter than 16 characters",
                "key=correct horse battery | other characters than visible ASCII",
                "key=grüne-Pferdebatterie | other characters than visible ASCII",
                "address=127.0.0.1 | is only of use with port",
                "error_mode=both | not one of reply, transport",
                "port=70000 | not between -1 and 65535"
            })
    void whatCannotWorkIsRefusedWithoutShowingTheKey(String setting, String fault) {
        var invalid = catchThrowableOfType(InvalidConfig.class, () -> load(Map.of(), setting));

        assertThat(invalid).hasMessageContaining(fault);
        assertThat(invalid.getMessage()).doesNotContain("short.", "horse", "Pferd");
    }
}
