package dev.freshet.sources.influxdb;

import dev.freshet.sources.fixture.HttpStandIn;
import dev.freshet.sources.fixture.HttpStandIn.Answer;
import dev.freshet.sources.fixture.HttpStandIn.Request;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// Stands in for InfluxDB 3, of which there is no package: follows its published API as far as the
/// tests need it. Its table has a row every second with the second as its value. Of SQL it
/// understands the two bounds of time and `date_bin` with the mean.
final class InfluxDb3StandIn {
    static final String TOKEN = "apiv3_secret";

    private static final Pattern TIME = Pattern.compile("cast\\('([^']+)' as timestamp\\)");
    private static final Pattern BUCKET =
            Pattern.compile(
                    "date_bin\\(interval '(\\d+) second', time, timestamp"
                            + " '1970-01-01T00:00:00Z'\\)");

    private InfluxDb3StandIn() {}

    static HttpStandIn start() throws IOException {
        return new HttpStandIn(InfluxDb3StandIn::answer);
    }

    private static Answer answer(Request request) {
        if (!request.header().getOrDefault("authorization", "").equals("Bearer " + TOKEN)) {
            return Answer.json(401, "{\"error\":\"the request was not authenticated\"}");
        }
        if (request.path().equals("/ping")) {
            return Answer.json("{\"version\":\"3.2.1\",\"revision\":\"abc\"}");
        }
        if (!request.method().equals("POST") || !request.path().equals("/api/v3/query_sql")) {
            return new Answer(404, "text/plain", "not found");
        }
        var body = JsonMapper.shared().readTree(request.body());
        if (!body.path("db").stringValue("").equals("fleet")) {
            return Answer.json(404, "{\"error\":\"database not found\"}");
        }
        if (!body.path("format").stringValue("").equals("json")) {
            return Answer.json(400, "{\"error\":\"unknown format\"}");
        }
        return rows(body.path("q").stringValue(""));
    }

    private static Answer rows(String sql) {
        if (sql.contains("nonsense")) {
            return Answer.json(
                    400, "{\"error\":\"query error: SQL error: ParserError at nonsense\"}");
        }
        var times = TIME.matcher(sql).results().map(each -> Instant.parse(each.group(1))).toList();
        if (times.size() != 2) {
            return Answer.json("[{\"one\":1}]");
        }
        long from = times.get(0).getEpochSecond();
        long to = times.get(1).getEpochSecond();
        var bucket = BUCKET.matcher(sql);
        return Answer.json(
                (bucket.find()
                                ? means(from, to, Long.parseLong(bucket.group(1)))
                                : points(from, to))
                        .toString());
    }

    private static List<String> points(long from, long to) {
        var rows = new ArrayList<String>();
        for (long second = from; second < to; second++) {
            rows.add(row(second, (double) second));
        }
        return rows;
    }

    private static List<String> means(long from, long to, long every) {
        var rows = new ArrayList<String>();
        for (long bucket = from - from % every; bucket < to; bucket += every) {
            long first = Math.max(bucket, from);
            long end = Math.min(bucket + every, to);
            rows.add(row(bucket, (first + end - 1) / 2.0));
        }
        return rows.reversed(); // rows of a group come in no order
    }

    /// Columns that are null are left out, and times have no zone.
    private static String row(long second, double value) {
        var time = Instant.ofEpochSecond(second).toString().replace("Z", "");
        return "{\"host\":\"a\",\"time\":\"%s\",\"usage\":%s}".formatted(time, value);
    }
}
