package dev.freshet.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PluginHostOptionsTest {
    @Test
    void defaultsAreThese() {
        PluginHostOptions options = PluginHostOptions.builder(Path.of("/run/freshet")).build();

        assertThat(options.directories()).isEmpty();
        assertThat(options.allowUnsigned()).isEmpty();
        assertThat(options.developmentMode()).isFalse();
        assertThat(options.hostEnvironment()).isEmpty();
        assertThat(options.grafanaVersion()).isEqualTo("12.0.0");
        assertThat(options.maxPacketBytes()).isEqualTo(33_554_432);
        assertThat(options.mutualTls()).isFalse();
        assertThat(options.startTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.callTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.probeInterval()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void whatCannotWorkIsRefusedByName() {
        Path tooLong = Path.of("/" + "x".repeat(70));
        var options = PluginHostOptions.builder(Path.of("/run/freshet"));

        assertThatThrownBy(() -> PluginHostOptions.builder(tooLong).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(tooLong.toString())
                .hasMessageContaining("71 bytes; a socket needs one of at most 70");
        assertThatThrownBy(() -> options.maxPacketBytes(10).build())
                .hasMessageContaining("The largest plugin packet is 10 bytes");
        options.maxPacketBytes(4096);
        assertThatThrownBy(() -> options.callTimeout(Duration.ZERO).build())
                .hasMessageContaining("call PT0S");
    }
}
