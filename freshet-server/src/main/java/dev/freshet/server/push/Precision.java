package dev.freshet.server.push;

import java.util.Locale;
import java.util.Optional;

/// The unit of the time stamps in a body: query parameter `precision` of the Influx routes.
public enum Precision {
    NANOSECONDS(1),
    MICROSECONDS(1_000),
    MILLISECONDS(1_000_000),
    SECONDS(1_000_000_000),
    MINUTES(60_000_000_000L),
    HOURS(3_600_000_000_000L);

    private final long nanos;

    Precision(long nanos) {
        this.nanos = nanos;
    }

    /// The length of one unit in nanoseconds.
    public long nanos() {
        return nanos;
    }

    /// The unit in a sentence.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The unit by any name that an InfluxDB 1 or 2 client uses; nanoseconds for the empty text.
    public static Optional<Precision> of(String name) {
        return switch (name) {
            case "", "n", "ns" -> Optional.of(NANOSECONDS);
            case "u", "us", "µ" -> Optional.of(MICROSECONDS);
            case "ms" -> Optional.of(MILLISECONDS);
            case "s" -> Optional.of(SECONDS);
            case "m" -> Optional.of(MINUTES);
            case "h" -> Optional.of(HOURS);
            default -> Optional.empty();
        };
    }
}
