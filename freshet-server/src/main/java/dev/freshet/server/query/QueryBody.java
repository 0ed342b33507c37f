package dev.freshet.server.query;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.sources.polling.StreamQuery;
import dev.freshet.sources.upstream.Intervals;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The body of `POST /api/ds/query`, as Grafana's panels write it: `{"from", "to", "queries"}`.
///
/// Beyond Grafana: `"live": false` beside them, or `"freshet": {"live": false, "delay": "10s",
/// "overlap": "30s"}` in a query.
final class QueryBody {
    private static final int MOST_QUERIES = 100;
    private static final int LONGEST_REF_ID = 100;
    private static final long MOST_POINTS = 100_000;
    private static final Duration NOW = Duration.ofMinutes(1);
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);
    private static final Instant LATEST = Instant.parse("2262-01-01T00:00:00Z");
    private static final Pattern RELATIVE = Pattern.compile("now(?:-(\\d{1,9}(?:ms|s|m|h|d|w)))?");

    /// By which Grafana's editor knows its rows; queries of other types have a key of their own.
    private static final Pattern EDITOR_KEY = Pattern.compile("Q-[0-9a-f-]{36}-\\d+");

    private static final List<String> NOT_PART_OF_IT =
            List.of(
                    "refId",
                    "datasource",
                    "datasourceId",
                    "hide",
                    "intervalMs",
                    "maxDataPoints",
                    "requestId",
                    "timeRange");

    private final Instant now;

    private QueryBody(Instant now) {
        this.now = now;
    }

    /// What came of reading a body.
    sealed interface Parsed {
        record Valid(List<PanelQuery> queries) implements Parsed {}

        record Invalid(Problem problem) implements Parsed {}
    }

    static Parsed parse(byte[] body, Instant now) {
        try {
            var json = JsonMapper.shared().readTree(body);
            return json instanceof ObjectNode object
                    ? new QueryBody(now).read(object)
                    : invalid("The body is no JSON object.");
        } catch (JacksonException e) {
            return invalid("The body is not JSON: " + e.getOriginalMessage() + ".");
        }
    }

    private Parsed read(ObjectNode body) {
        var queries = body.get("queries");
        if (queries == null || !queries.isArray() || queries.isEmpty()) {
            return invalid("\"queries\" is missing or empty.");
        }
        if (queries.size() > MOST_QUERIES) {
            return invalid(
                    "There are "
                            + queries.size()
                            + " queries; at most "
                            + MOST_QUERIES
                            + " may be.");
        }
        boolean live = body.path("live").booleanValue(true);
        var all = new ArrayList<PanelQuery>();
        var refIds = new HashSet<String>();
        for (var query : queries) {
            if (!(query instanceof ObjectNode object)) {
                return invalid("Query " + (all.size() + 1) + " is no JSON object.");
            }
            var refId = object.path("refId").stringValue("A");
            if (refId.length() > LONGEST_REF_ID || !refIds.add(refId)) {
                return invalid(
                        "Query "
                                + (all.size() + 1)
                                + " has a refId that is too long or that another one has.");
            }
            var range = range(object, body);
            if (range == null) {
                return invalid(
                        "\"from\" or \"to\" of query "
                                + refId
                                + " is missing or no time, or from is not before to.");
            }
            all.add(read(refId, object, range, live));
        }
        return new Parsed.Valid(List.copyOf(all));
    }

    private PanelQuery read(String refId, ObjectNode query, TimeRange range, boolean live) {
        var own = query.path("freshet");
        var interval =
                Duration.ofMillis(
                        positive(query.get("intervalMs"), DEFAULT_INTERVAL.toMillis(), 86_400_000));
        int points = (int) positive(query.get("maxDataPoints"), 1_000, MOST_POINTS);
        var delay = duration(own.get("delay"));
        var overlap = duration(own.get("overlap"));
        var model =
                new QueryModel(
                        stripped(query),
                        interval,
                        Duration.ofSeconds(Math.max(1, range.length().toSeconds())),
                        points);
        boolean wrong = isWrong(own.get("delay")) || isWrong(own.get("overlap"));
        return new PanelQuery(
                refId,
                dataSource(query),
                new StreamQuery(model, delay.orElse(Duration.ZERO), overlap.orElse(null)),
                range,
                live && own.path("live").booleanValue(true) && endsNow(range, interval),
                wrong
                        ? problem(
                                "\"delay\" and \"overlap\" of query "
                                        + refId
                                        + " must be durations up to 1h.")
                        : null);
    }

    private static Optional<Duration> duration(@Nullable JsonNode text) {
        return text == null || text.isNull()
                ? Optional.empty()
                : Intervals.parse(text.asString(""))
                        .filter(duration -> duration.compareTo(LONGEST_DELAY) <= 0);
    }

    private static boolean isWrong(@Nullable JsonNode text) {
        return text != null && !text.isNull() && duration(text).isEmpty();
    }

    private boolean endsNow(TimeRange range, Duration interval) {
        var tolerance = interval.multipliedBy(2);
        return range.to().isAfter(now.minus(tolerance.compareTo(NOW) > 0 ? tolerance : NOW));
    }

    private static long positive(@Nullable JsonNode number, long otherwise, long most) {
        long value = number == null || !number.isNumber() ? otherwise : number.asLong(otherwise);
        return value < 1 ? otherwise : Math.min(value, most);
    }

    private static String dataSource(ObjectNode query) {
        var named = query.path("datasource");
        return named.isString() ? named.stringValue() : named.path("uid").stringValue("");
    }

    private static ObjectNode stripped(ObjectNode query) {
        var copy = query.deepCopy();
        copy.remove(NOT_PART_OF_IT);
        if (EDITOR_KEY.matcher(copy.path("key").stringValue("")).matches()) {
            copy.remove("key");
        }
        return copy;
    }

    private @Nullable TimeRange range(ObjectNode query, ObjectNode body) {
        var own = query.path("timeRange");
        var from = time(own.isObject() ? own.get("from") : body.get("from"));
        var to = time(own.isObject() ? own.get("to") : body.get("to"));
        return from == null || to == null || !from.isBefore(to) ? null : new TimeRange(from, to);
    }

    /// Milliseconds since 1970 as a number or text, or `now` and how much before it; null when it
    /// is none, or none that has a number of nanoseconds.
    private @Nullable Instant time(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        var text = value.asString("").strip();
        if (text.matches("\\d{1,15}")) {
            return possible(Instant.ofEpochMilli(Long.parseLong(text)));
        }
        var relative = RELATIVE.matcher(text);
        if (!relative.matches()) {
            return null;
        }
        return relative.group(1) == null
                ? now
                : Intervals.parse(relative.group(1))
                        .map(now::minus)
                        .map(QueryBody::possible)
                        .orElse(null);
    }

    private static @Nullable Instant possible(Instant time) {
        return time.isAfter(LATEST) || time.isBefore(Instant.EPOCH) ? null : time;
    }

    private static Parsed invalid(String what) {
        return new Parsed.Invalid(problem(what));
    }

    private static Problem problem(String what) {
        return Problem.of(
                ProblemType.QUERY_BAD_BODY,
                what,
                "Send {\"from\":\"now-15m\",\"to\":\"now\",\"queries\":[{\"refId\":\"A\","
                        + "\"datasource\":{\"uid\":\"…\"},…}]}; times are milliseconds since 1970,"
                        + " now, or now-15m.");
    }
}
