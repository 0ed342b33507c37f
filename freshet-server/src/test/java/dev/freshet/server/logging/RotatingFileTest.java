package dev.freshet.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.config.LogSettings.Format;
import dev.freshet.server.config.LogSettings.Level;
import dev.freshet.server.config.LogSettings.LogFile;
import dev.freshet.server.config.LogSettings.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
    @TempDir Path directory;
    private final MovedClock clock = new MovedClock();

    @Test
    void aFullFileIsPutAside() throws Exception {
        try (var file = open(settings(true, false, 10, 100))) {
            write(file, "12345\n");
            write(file, "67890\n");
            write(file, "abcde\n");
        }

        assertThat(names())
                .containsExactly(
                        "freshet.log", "freshet.log.2026-01-31.001", "freshet.log.2026-01-31.002");
        assertThat(text("freshet.log")).isEqualTo("abcde\n");
        assertThat(text("freshet.log.2026-01-31.001")).isEqualTo("12345\n");
    }

    @Test
    void linesAreCounted() throws Exception {
        try (var file = open(settings(true, false, 1000, 2))) {
            for (int i = 0; i < 5; i++) {
                write(file, i + "\n");
            }
        }

        assertThat(text("freshet.log")).isEqualTo("4\n");
        assertThat(text("freshet.log.2026-01-31.002")).isEqualTo("2\n3\n");
    }

    @Test
    void aNewDayBeginsANewFile() throws Exception {
        try (var file = open(settings(true, true, 1000, 100))) {
            write(file, "old\n");
            clock.advance(Duration.ofHours(12));
            write(file, "new\n");
        }

        assertThat(text("freshet.log")).isEqualTo("new\n");
        assertThat(text("freshet.log.2026-01-31.001")).isEqualTo("old\n");
    }

    @Test
    void withoutRotationThereIsOneFile() throws Exception {
        try (var file = open(settings(false, true, 1, 1))) {
            write(file, "a\n");
            clock.advance(Duration.ofDays(3));
            write(file, "b\n");
        }

        assertThat(names()).containsExactly("freshet.log");
        assertThat(text("freshet.log")).isEqualTo("a\nb\n");
    }

    @Test
    void whatWasThereIsContinued() throws Exception {
        Files.writeString(directory.resolve("freshet.log"), "12345678\n");
        touch("freshet.log", clock.instant());

        try (var file = open(settings(true, true, 10, 100))) {
            write(file, "next\n");
        }

        assertThat(text("freshet.log")).isEqualTo("next\n");
        assertThat(text("freshet.log.2026-01-31.001")).isEqualTo("12345678\n");
    }

    @Test
    void oldFilesAreDeletedAndOthersLeftAlone() throws Exception {
        Files.writeString(directory.resolve("freshet.log.2026-01-01.001"), "");
        Files.writeString(directory.resolve("freshet.log.2026-01-30.001"), "");
        Files.writeString(directory.resolve("other.log"), "");
        touch("freshet.log.2026-01-01.001", clock.instant().minus(Duration.ofDays(30)));
        touch("freshet.log.2026-01-30.001", clock.instant().minus(Duration.ofDays(1)));
        touch("other.log", clock.instant().minus(Duration.ofDays(30)));

        open(settings(true, true, 10, 100)).close();

        assertThat(names())
                .containsExactly("freshet.log", "freshet.log.2026-01-30.001", "other.log");
    }

    private RotatingFile open(LogFile settings) throws IOException {
        return new RotatingFile(directory.resolve("freshet.log"), settings, clock);
    }

    private static LogFile settings(boolean rotate, boolean daily, long maxBytes, int maxLines) {
        return new LogFile(
                new Output(Level.INFO, Format.TEXT),
                rotate,
                daily,
                maxBytes,
                maxLines,
                Duration.ofDays(7));
    }

    private static void write(RotatingFile file, String text) throws IOException {
        file.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void touch(String name, Instant time) throws IOException {
        Files.setLastModifiedTime(directory.resolve(name), FileTime.from(time));
    }

    private String text(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static final class MovedClock extends Clock {
        private Instant now = Instant.parse("2026-01-31T13:00:00Z");

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
