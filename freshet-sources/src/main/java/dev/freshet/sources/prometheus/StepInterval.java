package dev.freshet.sources.prometheus;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.MinInterval;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Shown;
import java.time.Duration;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// How far the points of a query are apart.
///
/// @param step between two points
/// @param rate the range that a `rate()` needs to see enough samples at every step
record StepInterval(Duration step, Duration rate) {
    private static final int LARGEST_FACTOR = 10_000;
    private static final Set<String> RATE_VARIABLES =
            Set.of("$__rate_interval", "${__rate_interval}");
    private static final Set<String> STEP_VARIABLES =
            Set.of("$__interval", "${__interval}", "$__interval_ms", "${__interval_ms}");

    static StepInterval of(QueryModel model, Duration scrapeInterval) throws SourceException {
        var text = model.json().path("interval").asString("");
        if (RATE_VARIABLES.contains(text)) {
            var rate = rate(longer(model.interval(), scrapeInterval), scrapeInterval);
            return new StepInterval(rate, rate);
        }
        var given =
                STEP_VARIABLES.contains(text)
                        ? scrapeInterval
                        : MinInterval.read(text, "Member interval of the query")
                                .orElse(scrapeInterval);
        var step = longer(model.interval(), given).multipliedBy(factor(model));
        return new StepInterval(step, rate(step, given));
    }

    private static Duration rate(Duration step, Duration scrapeInterval) {
        return longer(step.plus(scrapeInterval), scrapeInterval.multipliedBy(4));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static int factor(QueryModel model) throws SourceException {
        var member = model.json().path("intervalFactor");
        if (isAbsent(member)) {
            return 1;
        }
        int factor = member.asInt(-1);
        if (factor < 0 || factor > LARGEST_FACTOR) {
            throw new SourceException(
                    "Member intervalFactor of the query is " + Shown.of(member.toString()) + ".",
                    "Set it to a whole number from 1 to " + LARGEST_FACTOR + ", or leave it out.");
        }
        return Math.max(1, factor);
    }

    private static boolean isAbsent(JsonNode member) {
        return member.isMissingNode() || member.isNull() || member.asString("x").isEmpty();
    }
}
