package dev.freshet.sources.elasticsearch;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Intervals;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The buckets of time of a series. They begin at multiples of their length since 1970, so that a
/// later request continues where an earlier one ended.
///
/// @param id names the aggregation in the request
/// @param field the documents' time; empty for that of the data source
/// @param minDocuments buckets with fewer are left out
record DateHistogram(String id, String field, Duration step, int minDocuments) {

    /// @param automatic the interval where the query leaves it open
    static DateHistogram of(JsonNode json, Duration automatic) throws SourceException {
        var settings = json.path("settings");
        var step = step(settings.path("interval").asString("auto").strip(), automatic);
        requireMultiples(settings, step);
        return new DateHistogram(
                json.path("id").asString("time"),
                json.path("field").asString("").strip(),
                step,
                settings.path("min_doc_count").asInt(0));
    }

    private static Duration step(String interval, Duration automatic) throws SourceException {
        return switch (interval) {
            case "", "auto", "$__interval", "${__interval}", "$__auto" -> automatic;
            case "1w", "1M", "1q", "1y" ->
                    throw new SourceException(
                            "The date histogram has the interval "
                                    + interval
                                    + ", whose buckets follow the calendar; they cannot become"
                                    + " live.",
                            "Choose a fixed interval, for example 7d or 1d.");
            default ->
                    Intervals.parse(interval)
                            .filter(Duration::isPositive)
                            .orElseThrow(() ->
                                    new SourceException(
                                            "The date histogram has the interval \"%s\"."
                                                    .formatted(Shown.of(interval)),
                                            "Choose auto, or a number with ms, s, m, h or"
                                                    + " d."));
        };
    }

    private static void requireMultiples(JsonNode settings, Duration step) throws SourceException {
        var offset = settings.path("offset").asString("").strip();
        if (!offset.isEmpty()
                && !isMultiple(
                        Intervals.parse(offset.replaceFirst("^[+-]", "")).orElse(null), step)) {
            throw unaligned("offset", offset, step);
        }
        var zone = settings.path("timeZone").asString("").strip();
        if (!zone.isEmpty() && !zone.equalsIgnoreCase("utc") && !hasMultiples(zone, step)) {
            throw unaligned("timeZone", zone, step);
        }
    }

    private static boolean isMultiple(@Nullable Duration shift, Duration step) {
        return shift != null && shift.toMillis() % step.toMillis() == 0;
    }

    /// Offsets of a zone change; whole quarters of an hour are what they all have in common now.
    private static boolean hasMultiples(String zone, Duration step) {
        try {
            var offset = ZoneId.of(zone).normalized();
            var shift =
                    offset instanceof ZoneOffset fixed
                            ? Duration.ofSeconds(Math.abs(fixed.getTotalSeconds()))
                            : Duration.ofMinutes(15);
            return isMultiple(shift, step);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static SourceException unaligned(String setting, String value, Duration step) {
        return new SourceException(
                "The date histogram has %s %s, so its buckets of %s would not begin at multiples of %s since 1970."
                        .formatted(
                                setting,
                                Shown.of(value),
                                Intervals.text(step),
                                Intervals.text(step)),
                "Leave " + setting + " out, or choose a shorter interval.");
    }

    /// Puts this aggregation among others; returns where those of its buckets belong.
    ObjectNode addTo(ObjectNode aggregations, String timeField, TimeRange range) {
        var own = aggregations.putObject(id);
        var body =
                own.putObject("date_histogram")
                        .put("field", timeField)
                        .put("fixed_interval", Intervals.text(step))
                        .put("min_doc_count", minDocuments);
        if (minDocuments == 0) {
            body.putObject("extended_bounds")
                    .put("min", range.from().toEpochMilli())
                    .put("max", TimedSearch.endMillis(range) - 1);
        }
        body.put("format", "epoch_millis");
        return own.putObject("aggs");
    }
}
