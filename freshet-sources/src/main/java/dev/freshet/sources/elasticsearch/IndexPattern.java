package dev.freshet.sources.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.TimeRange;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Which indexes are searched: names that are always the same, or one per hour, day, week, month or
/// year of UTC, written as Grafana does: `[logs-]YYYY.MM.DD`.
final class IndexPattern {
    /// Longer lists of names are shortened with `*`: a request line has 4 KiB.
    private static final int LONGEST_LIST = 2_000;

    private static final Pattern PART =
            Pattern.compile("\\[([^\\]]*)\\]|([A-Za-z]+)|([^A-Za-z\\[]+)");

    /// One index per so long.
    private enum Unit {
        HOURLY(ChronoUnit.HOURS),
        DAILY(ChronoUnit.DAYS),
        WEEKLY(ChronoUnit.WEEKS),
        MONTHLY(ChronoUnit.MONTHS),
        YEARLY(ChronoUnit.YEARS);

        private final ChronoUnit length;

        Unit(ChronoUnit length) {
            this.length = length;
        }

        ZonedDateTime start(Instant moment) {
            var day = moment.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.HOURS);
            return switch (this) {
                case HOURLY -> day;
                case DAILY -> day.withHour(0);
                case WEEKLY -> day.withHour(0).minusDays(day.getDayOfWeek().getValue() - 1L);
                case MONTHLY -> day.withHour(0).withDayOfMonth(1);
                case YEARLY -> day.withHour(0).withDayOfYear(1);
            };
        }
    }

    /// A piece of a name: what it is at a moment, and how fine that is; 0 for what never changes.
    private record Part(String literal, DateTimeFormatter format, int fineness) {
        String at(ZonedDateTime moment, int finest) {
            return fineness == 0 ? literal : fineness > finest ? "*" : format.format(moment);
        }
    }

    private final String text;
    private final List<Part> parts;
    private final ChronoUnit length;
    private final Unit unit;
    private final boolean isFixed;

    private IndexPattern(String text, List<Part> parts, Unit unit, boolean isFixed) {
        this.text = text;
        this.parts = parts;
        this.unit = unit;
        this.length = unit.length;
        this.isFixed = isFixed;
    }

    /// @param interval how often there is a new index; empty when never
    static IndexPattern of(String text, String interval, String dataSource) throws SourceException {
        var all = text.isEmpty() ? "*" : text;
        if (interval.isBlank()) {
            return new IndexPattern(all, List.of(), Unit.YEARLY, true);
        }
        for (var unit : Unit.values()) {
            if (unit.name().equalsIgnoreCase(interval.strip())) {
                return new IndexPattern(all, parts(all, dataSource), unit, false);
            }
        }
        throw new SourceException(
                "Setting interval of data source \"%s\" is \"%s\"."
                        .formatted(dataSource, Shown.of(interval)),
                "Choose Hourly, Daily, Weekly, Monthly or Yearly, or leave it out when the index"
                        + " is always the same.");
    }

    private static List<Part> parts(String text, String dataSource) throws SourceException {
        var parts = new ArrayList<Part>();
        var matcher = PART.matcher(text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            end = matcher.end();
            var token = matcher.group(2);
            var literal = matcher.group(1) == null ? matcher.group(3) : matcher.group(1);
            parts.add(
                    token == null
                            ? new Part(literal, DateTimeFormatter.ISO_DATE, 0)
                            : part(token, text, dataSource));
        }
        if (end < text.length()) {
            throw unreadable(text.substring(end), text, dataSource);
        }
        return List.copyOf(parts);
    }

    private static Part part(String token, String text, String dataSource) throws SourceException {
        return switch (token) {
            case "YYYY" -> part("uuuu", 1);
            case "YY" -> part("uu", 1);
            case "GGGG" -> part("YYYY", 1);
            case "MM" -> part("MM", 2);
            case "M" -> part("M", 2);
            case "WW" -> part("ww", 3);
            case "W" -> part("w", 3);
            case "DD" -> part("dd", 3);
            case "D" -> part("d", 3);
            case "DDDD" -> part("DDD", 3);
            case "HH" -> part("HH", 4);
            case "H" -> part("H", 4);
            default -> throw unreadable(token, text, dataSource);
        };
    }

    private static Part part(String java, int fineness) {
        // a locale whose weeks are those of ISO 8601
        return new Part("", DateTimeFormatter.ofPattern(java, Locale.UK), fineness);
    }

    private static SourceException unreadable(String what, String text, String dataSource) {
        return new SourceException(
                "The index \"%s\" of data source \"%s\" has \"%s\", which stands for no part of a date."
                        .formatted(Shown.of(text), dataSource, Shown.of(what)),
                "Put what is always the same between [ and ], and write dates with YYYY, GGGG, MM,"
                        + " WW, DD and HH, for example [logs-]YYYY.MM.DD.");
    }

    /// True when names do not depend on time: all of them must exist.
    boolean isFixed() {
        return isFixed;
    }

    /// The names for a range, as they stand in a request's path. More than asked for when there
    /// would be too many: `logs-2026.11.*`.
    String path(TimeRange range) {
        if (isFixed) {
            return encoded(text);
        }
        for (int finest = 4; finest > 0; finest--) {
            var names = names(range, finest);
            if (names.length() <= LONGEST_LIST) {
                return names;
            }
        }
        return names(range, 0);
    }

    /// The names of now and of one before.
    String recentPath(Instant now) {
        return path(new TimeRange(unit.start(now).minus(1, length).toInstant(), now.plusMillis(1)));
    }

    private String names(TimeRange range, int finest) {
        Set<String> names = new LinkedHashSet<>();
        int size = 0;
        var each = unit.start(range.from());
        while (each.toInstant().isBefore(range.to()) && size <= LONGEST_LIST) {
            var moment = each;
            var name =
                    encoded(parts.stream().map(part -> part.at(moment, finest)).collect(joining()));
            size += names.add(name) ? name.length() + 1 : 0;
            each = each.plus(1, length);
        }
        return String.join(",", names);
    }

    private static String encoded(String names) {
        return URLEncoder.encode(names, UTF_8).replace("%2C", ",").replace("+", "%20");
    }

    @Override
    public String toString() {
        return text;
    }
}
