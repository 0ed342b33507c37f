package dev.freshet.sources.httpjson;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Intervals;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Grafana's variables of the range: `$__from`, `${__from}`, `${__from:date:iso}`, and of the
/// interval.
final class RangeMacros {
    private static final Pattern MACRO =
            Pattern.compile(
                    "\\$__(from|to|interval_ms|interval)\\b|\\$\\{__(from|to|interval_ms|interval)(?::date(?::([^}]*))?|(:[^}]*))?}");
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final TimeRange range;
    private final Duration interval;

    RangeMacros(TimeRange range, Duration interval) {
        this.range = range;
        this.interval = interval;
    }

    /// The text with everything replaced.
    ///
    /// @throws SourceException when a format is not known
    String replaced(String text) throws SourceException {
        var found = MACRO.matcher(text);
        var result = new StringBuilder();
        while (found.find()) {
            found.appendReplacement(result, Matcher.quoteReplacement(value(found)));
        }
        return found.appendTail(result).toString();
    }

    private String value(Matcher found) throws SourceException {
        var name = found.group(1) == null ? found.group(2) : found.group(1);
        if (name.equals("interval")) {
            return Intervals.text(interval);
        }
        if (name.equals("interval_ms")) {
            return Long.toString(interval.toMillis());
        }
        var moment = name.equals("from") ? range.from() : up(range.to());
        if (found.group().contains(":date")) {
            var format = found.group(3) == null ? "iso" : found.group(3);
            return switch (format) {
                case "iso" -> ISO.format(moment);
                case "seconds" -> Long.toString(up(moment, name).getEpochSecond());
                default -> throw unknown(found.group());
            };
        }
        if (found.group(4) != null) {
            throw unknown(found.group());
        }
        return Long.toString(moment.toEpochMilli());
    }

    /// The range's end is not part of it, so that it is rounded up.
    private static Instant up(Instant end) {
        return end.plusNanos(999_999);
    }

    private static Instant up(Instant moment, String name) {
        return name.equals("to") ? moment.plusNanos(999_000_000) : moment;
    }

    private static SourceException unknown(String macro) {
        return new SourceException(
                "The query has " + Shown.of(macro) + ", whose format is not known.",
                "Use ${__from}, ${__from:date:iso} or ${__from:date:seconds}, and the same with"
                        + " __to.");
    }
}
