package dev.freshet.sources.influxdb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Splits CSV as RFC 4180 has it into records, quotes removed. For one thread.
final class CsvRecords {
    private final String text;
    private int at;

    CsvRecords(String text) {
        this.text = text;
    }

    /// The next record; one empty value for an empty line, null at the end.
    @Nullable List<String> next() {
        if (at >= text.length()) {
            return null;
        }
        var values = new ArrayList<String>();
        do {
            values.add(value());
        } while (at < text.length() && text.charAt(at++) == ',');
        return values;
    }

    /// Stops at the comma or line end behind it.
    private String value() {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
            at++;
        }
        boolean isWindowsEnd = at > start && text.charAt(at - 1) == '\r';
        return text.substring(start, isWindowsEnd ? at - 1 : at);
    }

    private String quoted() {
        var value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char each = text.charAt(at++);
            if (each != '"') {
                value.append(each);
            } else if (at < text.length() && text.charAt(at) == '"') {
                value.append(text.charAt(at++));
            } else {
                break;
            }
        }
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
            at++; // a carriage return
        }
        return value.toString();
    }
}
