package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Intervals;
import dev.freshet.sources.upstream.Shown;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.regex.Pattern;

/// The windows over which a Flux script aggregates.
///
/// @param length zero when it has none
/// @param isNamedByEnd whether a point's time is the end of its window, which Flux does by default,
///   or its beginning
record FluxWindow(Duration length, boolean isNamedByEnd) {
    private static final Pattern CALL = Pattern.compile("\\b(aggregateWindow|window)\\s*\\(");
    private static final Pattern EVERY = Pattern.compile("\\bevery\\s*:\\s*([\\w.]+)");
    private static final Pattern BY_START = Pattern.compile("\\btimeSrc\\s*:\\s*\"_start\"");
    private static final Pattern COPIES_START =
            Pattern.compile(
                    "\\bduplicate\\s*\\(\\s*column\\s*:\\s*\"_start\"\\s*,\\s*as\\s*:\\s*\"_time\"");
    private static final Pattern SHIFTED = Pattern.compile("\\b(offset|period|location)\\s*:");

    private static final FluxWindow NONE = new FluxWindow(Duration.ZERO, false);

    /// @throws SourceException when there are several, or they cannot be followed
    static FluxWindow of(String script) throws SourceException {
        var found = new LinkedHashSet<FluxWindow>();
        var call = CALL.matcher(script);
        while (call.find()) {
            var window = of(call.group(1), arguments(script, call.end()), script);
            if (!window.length().isZero()) {
                found.add(window);
            }
        }
        if (found.size() > 1) {
            throw new SourceException(
                    "The query has windows of several lengths, or of several ways to name them.",
                    "Use one, for example aggregateWindow(every: v.windowPeriod, fn: mean), or make"
                            + " several queries.");
        }
        return found.isEmpty() ? NONE : found.getFirst();
    }

    private static FluxWindow of(String function, String arguments, String script)
            throws SourceException {
        var every = EVERY.matcher(arguments);
        var text = every.find() ? every.group(1) : "";
        if (text.equals("inf")) {
            return NONE;
        }
        var shifted = SHIFTED.matcher(arguments);
        if (shifted.find()) {
            throw new SourceException(
                    "%s() has the parameter %s, so its windows cannot be followed."
                            .formatted(function, shifted.group(1)),
                    "Leave it out: windows begin at multiples of their length then.");
        }
        var length = Intervals.parse(text).filter(each -> !each.isZero());
        if (length.isEmpty()) {
            throw new SourceException(
                    "%s() has every: %s, which cannot be followed."
                            .formatted(function, Shown.of(text)),
                    "Write v.windowPeriod, or a number and one of ms, s, m, h, d, w.");
        }
        boolean isByStart =
                function.equals("window")
                        ? COPIES_START.matcher(script).find()
                        : BY_START.matcher(arguments).find();
        return new FluxWindow(length.get(), !isByStart);
    }

    private static String arguments(String script, int start) {
        int depth = 1;
        for (int i = start; i < script.length(); i++) {
            depth += script.charAt(i) == '(' ? 1 : script.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return script.substring(start, i);
            }
        }
        return script.substring(start);
    }
}
