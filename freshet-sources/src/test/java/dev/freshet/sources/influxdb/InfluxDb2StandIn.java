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

/// Stands in for InfluxDB 2, of which there is no package: follows its published API as far as the
/// tests need it. A point of measurement `cpu` comes every second, with the second as its value. Of
/// Flux it understands the range and `aggregateWindow` with the mean.
final class InfluxDb2StandIn {
    static final String TOKEN = "secret-token";

    private static final Pattern RANGE = Pattern.compile("range\\(start: (\\S+), stop: (\\S+)\\)");
    private static final Pattern WINDOW = Pattern.compile("aggregateWindow\\(every: (\\d+)s");
    private static final String HEADER =
            """
            #datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string\r
            #group,false,false,true,true,false,false,true,true,true\r
            #default,_result,,,,,,,,\r
            ,result,table,_start,_stop,_time,_value,_field,_measurement,host\r
            """;

    private static final String BUCKETS =
            """
            #datatype,string,long,string\r
            #group,false,false,false\r
            #default,_result,,\r
            ,result,table,name\r
            ,,0,telegraf\r
            \r
            """;
    private static final String ERROR =
            """
            #datatype,string,long\r
            #group,true,true\r
            #default,,\r
            ,error,reference\r
            ,"cannot submit unbounded read to ""telegraf"", try range",897\r
            """;

    private InfluxDb2StandIn() {}

    static HttpStandIn start() throws IOException {
        return new HttpStandIn(InfluxDb2StandIn::answer);
    }

    private static Answer answer(Request request) {
        if (request.path().equals("/health")) {
            return Answer.json(
                    "{\"name\":\"influxdb\",\"status\":\"pass\",\"version\":\"v2.7.1\"}");
        }
        if (!request.header().getOrDefault("authorization", "").equals("Token " + TOKEN)) {
            return Answer.json(
                    401, "{\"code\":\"unauthorized\",\"message\":\"unauthorized access\"}");
        }
        if (!request.method().equals("POST") || !request.path().equals("/api/v2/query")) {
            return Answer.json(404, "{\"code\":\"not found\",\"message\":\"path not found\"}");
        }
        if (!"fleet".equals(request.parameters().get("org"))) {
            return Answer.json(
                    404,
                    "{\"code\":\"not found\",\"message\":\"organization name \\\"%s\\\" not found\"}"
                            .formatted(request.parameters().get("org")));
        }
        var query = JsonMapper.shared().readTree(request.body()).path("query").stringValue();
        return new Answer(200, "text/csv; charset=utf-8", csv(query));
    }

    private static String csv(String query) {
        if (query.startsWith("buckets()")) {
            return BUCKETS;
        }
        var range = RANGE.matcher(query);
        if (!range.find()) {
            return ERROR;
        }
        long start = Instant.parse(range.group(1)).getEpochSecond();
        long stop = Instant.parse(range.group(2)).getEpochSecond();
        var bounds = range.group(1) + "," + range.group(2);
        var window = WINDOW.matcher(query);
        boolean isByStart = query.contains("timeSrc: \"_start\"");
        var rows =
                window.find()
                        ? means(start, stop, Long.parseLong(window.group(1)), isByStart)
                        : points(start, stop);
        var csv = new StringBuilder(rows.isEmpty() ? "" : HEADER);
        rows.forEach(
                row -> csv.append(",,0,").append(bounds).append(row).append(",usage,cpu,a\r\n"));
        return csv.append("\r\n").toString();
    }

    private static List<String> points(long start, long stop) {
        var rows = new ArrayList<String>();
        for (long second = start; second < stop; second++) {
            rows.add(row(second, (double) second));
        }
        return rows;
    }

    /// As Flux does it: a window that reaches over the range is cut at its ends.
    private static List<String> means(long start, long stop, long every, boolean isByStart) {
        var rows = new ArrayList<String>();
        for (long window = start - start % every; window < stop; window += every) {
            long first = Math.max(window, start);
            long end = Math.min(window + every, stop);
            rows.add(row(isByStart ? first : end, (first + end - 1) / 2.0));
        }
        return rows;
    }

    private static String row(long second, double value) {
        return "," + Instant.ofEpochSecond(second) + "," + value;
    }
}
