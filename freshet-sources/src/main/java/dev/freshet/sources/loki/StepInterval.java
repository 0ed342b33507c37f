package dev.freshet.sources.loki;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.MinInterval;
import dev.freshet.sources.upstream.QueryModel;
import java.time.Duration;
import java.util.Set;

/// How far the points of a metric are apart.
final class StepInterval {
    private static final Set<String> VARIABLES =
            Set.of("$__interval", "${__interval}", "$__auto", "${__auto}");

    private StepInterval() {}

    /// The query's own step where it has one, but never less than the panel's interval; in whole
    /// milliseconds.
    static Duration of(QueryModel model) throws SourceException {
        var text = model.json().path("step").asString("").strip();
        var given =
                VARIABLES.contains(text)
                        ? Duration.ZERO
                        : MinInterval.read(text, "Member step of the query").orElse(Duration.ZERO);
        var panel = Duration.ofMillis(Math.max(1L, model.interval().toMillis()));
        return given.compareTo(panel) > 0 ? given : panel;
    }
}
