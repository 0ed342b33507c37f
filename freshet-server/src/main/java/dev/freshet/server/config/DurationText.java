package dev.freshet.server.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Durations as Grafana writes them: `10s`, `1h30m`, `7d`, `0`.
public final class DurationText {
    private static final Map<String, Duration> UNITS = units();
    private static final Duration LONGEST = Duration.ofDays(100 * 365);

    private DurationText() {}

    /// Reads one or more numbers with units.
    ///
    /// @throws IllegalArgumentException with a message that completes *is …*
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        var total = Duration.ZERO;
        int at = 0;
        while (at < text.length()) {
            int unitAt = end(text, at, true);
            int next = end(text, unitAt, false);
            var unit = UNITS.get(text.substring(unitAt, next));
            if (unitAt == at || unitAt - at > 12 || unit == null) {
                throw notADuration();
            }
            total = total.plus(times(unit, Long.parseLong(text.substring(at, unitAt))));
            at = next;
        }
        if (text.isEmpty()) {
            throw notADuration();
        }
        return checked(total);
    }

    /// The shortest text that [#parse] reads back as the same duration.
    public static String print(Duration duration) {
        if (duration.isZero()) {
            return "0";
        }
        for (var unit : UNITS.entrySet()) {
            long count = duration.dividedBy(unit.getValue());
            if (unit.getValue().multipliedBy(count).equals(duration)) {
                return count + unit.getKey();
            }
        }
        throw new IllegalArgumentException(duration + " is no whole number of milliseconds");
    }

    private static Duration times(Duration unit, long count) {
        if (count > LONGEST.dividedBy(unit)) {
            throw new IllegalArgumentException("longer than 100 years");
        }
        return unit.multipliedBy(count);
    }

    private static Duration checked(Duration total) {
        if (total.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("longer than 100 years");
        }
        return total;
    }

    private static int end(String text, int from, boolean digits) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at)) == digits) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static IllegalArgumentException notADuration() {
        return new IllegalArgumentException(
                "not a duration; write a number with ms, s, m, h, d, w, M (30 days) or y, for"
                        + " example 10s or 7d");
    }

    private static Map<String, Duration> units() {
        var units = new LinkedHashMap<String, Duration>();
        units.put("d", Duration.ofDays(1));
        units.put("h", Duration.ofHours(1));
        units.put("m", Duration.ofMinutes(1));
        units.put("s", Duration.ofSeconds(1));
        units.put("ms", Duration.ofMillis(1));
        units.put("w", Duration.ofDays(7));
        units.put("M", Duration.ofDays(30));
        units.put("y", Duration.ofDays(365));
        return units;
    }
}
