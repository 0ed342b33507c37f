package dev.freshet.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// What real agents sent, from the server's test resources.
final class TelegrafBodies {
    private TelegrafBodies() {}

    /// 1000 short lines of one measurement (57 bytes each), or nine flushes of a host's metrics
    /// (230 bytes a line).
    static List<byte[]> of(String name) {
        List<byte[]> bodies = new ArrayList<>();
        if (name.equals("full-batch")) {
            bodies.add(load("full-batch-1000.lp"));
            return bodies;
        }
        for (int i = 2; i <= 10; i++) {
            bodies.add(load("batch-%02d.lp".formatted(i)));
        }
        return bodies;
    }

    /// The bytes of all bodies.
    static long bytes(List<byte[]> bodies) {
        return bodies.stream().mapToLong(body -> body.length).sum();
    }

    /// The lines of all bodies; none of them has a line feed inside a string.
    static long lines(List<byte[]> bodies) {
        long lines = 0;
        for (byte[] body : bodies) {
            for (byte b : body) {
                lines += b == '\n' ? 1 : 0;
            }
        }
        return lines;
    }

    private static byte[] load(String file) {
        try (InputStream in = TelegrafBodies.class.getResourceAsStream("/telegraf/" + file)) {
            if (in == null) {
                throw new IllegalStateException("No resource telegraf/" + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
