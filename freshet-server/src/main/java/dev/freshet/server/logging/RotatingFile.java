package dev.freshet.server.logging;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.freshet.server.config.LogSettings.LogFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;

/// A file that is put aside as `freshet.log.2026-01-31.001` when it is full or the day is over.
///
/// Old ones are deleted when a new one begins. Not for several threads at once.
final class RotatingFile implements AutoCloseable {
    private final Path path;
    private final LogFile settings;
    private final Clock clock;
    private OutputStream out;
    private LocalDate day;
    private long bytes;
    private long lines;

    RotatingFile(Path path, LogFile settings, Clock clock) throws IOException {
        this.path = path.toAbsolutePath();
        this.settings = settings;
        this.clock = clock;
        var directory = this.path.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        this.day = Files.exists(this.path) ? dayOf(this.path) : LocalDate.now(clock);
        this.bytes = Files.exists(this.path) ? Files.size(this.path) : 0;
        this.lines = 0;
        this.out = open();
        deleteOld();
    }

    void write(byte[] text) throws IOException {
        if (settings.rotate() && bytes > 0 && isOver(text.length)) {
            rotate();
        }
        out.write(text);
        bytes += text.length;
        lines++;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private boolean isOver(int coming) {
        return bytes + coming > settings.maxBytes()
                || lines >= settings.maxLines()
                || (settings.daily() && !LocalDate.now(clock).equals(day));
    }

    private void rotate() throws IOException {
        out.close();
        try {
            Files.move(path, free());
        } finally {
            out = open();
        }
        day = LocalDate.now(clock);
        bytes = 0;
        lines = 0;
        deleteOld();
    }

    private Path free() {
        for (int i = 1; ; i++) {
            var name = String.format(Locale.ROOT, "%s.%s.%03d", path.getFileName(), day, i);
            var candidate = path.resolveSibling(name);
            if (!Files.exists(candidate)) {
                return candidate;
            }
        }
    }

    private void deleteOld() throws IOException {
        var directory = path.getParent();
        if (!settings.rotate() || directory == null) {
            return;
        }
        var limit = clock.instant().minus(settings.keep());
        try (var old = Files.newDirectoryStream(directory, path.getFileName() + ".*")) {
            for (var file : old) {
                if (modified(file).isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private OutputStream open() throws IOException {
        return Files.newOutputStream(path, CREATE, APPEND);
    }

    private LocalDate dayOf(Path file) throws IOException {
        return modified(file).atZone(clock.getZone()).toLocalDate();
    }

    private static Instant modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }
}
