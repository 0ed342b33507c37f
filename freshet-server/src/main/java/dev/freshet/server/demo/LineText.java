package dev.freshet.server.demo;

import java.time.Instant;
import java.util.Locale;

/// Writes lines of line protocol.
final class LineText {
    private final StringBuilder out = new StringBuilder(2048);
    private final String timestamp;
    private boolean firstField;

    LineText(Instant time) {
        timestamp = " " + time.getEpochSecond() + "000000000\n";
    }

    LineText line(String measurement) {
        out.append(measurement);
        firstField = true;
        return this;
    }

    /// Adds a tag; all of them before the first field.
    ///
    /// A backslash cannot be escaped, so that a value must not end with one (`C:\`), and there are
    /// no empty values.
    LineText tag(String key, String value) {
        var possible = value.replaceAll("\\p{Cntrl}", " ").replaceAll("\\\\+$", "");
        if (!possible.isEmpty()) {
            out.append(',')
                    .append(key)
                    .append('=')
                    .append(possible.replaceAll("([ ,=])", "\\\\$1"));
        }
        return this;
    }

    LineText field(String key, double value) {
        next(key).append(String.format(Locale.ROOT, "%.3f", value));
        return this;
    }

    LineText field(String key, long value) {
        next(key).append(value).append('i');
        return this;
    }

    private StringBuilder next(String key) {
        out.append(firstField ? ' ' : ',').append(key).append('=');
        firstField = false;
        return out;
    }

    void end() {
        out.append(timestamp);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
