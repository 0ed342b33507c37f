package dev.freshet.sources.loki;

import java.io.Serial;

/// Loki, or what stands before it, does not tell lines as they come.
final class TailRefused extends Exception {
    @Serial private static final long serialVersionUID = 1;

    TailRefused(String message) {
        super(message);
    }
}
