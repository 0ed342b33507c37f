package dev.freshet.sources.loki;

import dev.freshet.sources.upstream.Intervals;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replaces what an expression says about the panel: `$__interval`, `$__auto`, `${__range_s}` and
/// the like.
final class Macros {
    private static final Pattern MACRO = Pattern.compile("\\$__(\\w+)|\\$\\{__(\\w+)\\}");

    private final Map<String, String> values;

    /// @param isInstant whether the expression is for one moment; `$__auto` is then the whole range
    Macros(Duration step, Duration range, boolean isInstant) {
        this.values =
                Map.of(
                        "interval", Intervals.text(step),
                        "interval_ms", String.valueOf(step.toMillis()),
                        "rate_interval", Intervals.text(step),
                        "auto", Intervals.text(isInstant ? range : step),
                        "range", Intervals.text(range),
                        "range_s", String.valueOf(Math.max(1, range.toSeconds())),
                        "range_ms", String.valueOf(range.toMillis()));
    }

    /// The expression with every known macro replaced; unknown ones are left for Loki to refuse.
    String replace(String expression) {
        return MACRO.matcher(expression)
                .replaceAll(found -> {
                    var name = found.group(1) == null ? found.group(2) : found.group(1);
                    return Matcher.quoteReplacement(values.getOrDefault(name, found.group()));
                });
    }
}
