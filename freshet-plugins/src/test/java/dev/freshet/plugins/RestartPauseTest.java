package dev.freshet.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestartPauseTest {
    @Test
    void doublesToHalfAMinuteAndBeginsAgainAfterALongLife() {
        var pause = new RestartPause();

        var quick = Stream.generate(() -> pause.after(Duration.ofSeconds(59)).toSeconds()).limit(7);

        assertThat(quick).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(pause.after(Duration.ofMinutes(1))).hasSeconds(1);
        assertThat(pause.after(Duration.ZERO)).hasSeconds(2);
    }
}
