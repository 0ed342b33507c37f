package dev.freshet.server.push;

import dev.freshet.server.http.RouteDoc;

/// What the routes of [InfluxApi] say about themselves.
final class InfluxDocs {
    private static final String TAG = "influx";
    private static final String JSON = "application/json";
    private static final String LINES = "cpu,host=a usage_user=1.5\n";

    static final RouteDoc WRITE_2 =
            write(
                    "Write as with InfluxDB 2",
                    "bucket",
                    "{\"type\":\"object\",\"properties\":{\"code\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"}}}");
    static final RouteDoc WRITE_1 =
            write(
                            "Write as with InfluxDB 1",
                            "db",
                            "{\"type\":\"object\",\"properties\":{\"error\":{\"type\":\"string\"}}}")
                    .query("u", "ignored")
                    .query("p", "a token");

    static final RouteDoc QUERY =
            streamId(
                            RouteDoc.of(
                                    TAG,
                                    "Answer CREATE DATABASE, which agents send before they write"))
                    .query("q", "the statement; a form body may hold it too")
                    .answer(200, "Nothing has to be created", JSON, "{\"type\":\"object\"}");
    static final RouteDoc PING =
            streamId(RouteDoc.of(TAG, "Tell agents that somebody is there"))
                    .answer(204, "The headers name a version");
    static final RouteDoc HEALTH =
            streamId(RouteDoc.of(TAG, "Tell agents that writes are possible"))
                    .answer(200, "As InfluxDB writes it", JSON, "{\"type\":\"object\"}");

    private InfluxDocs() {}

    private static RouteDoc write(String summary, String id, String error) {
        return streamId(RouteDoc.of(TAG, summary))
                .text(
                        "Good lines are kept, also when the answer is 400 because of bad ones."
                                + " Bodies may be packed with gzip.")
                .query(id, "the stream id, when the path has none")
                .query("precision", "ns (default), us, ms, s, m or h")
                .body("text/plain", "{\"type\":\"string\"}", LINES)
                .answer(204, "Everything is stored")
                .answer(400, "Some lines were bad and left out", JSON, error);
    }

    private static RouteDoc streamId(RouteDoc doc) {
        return doc.path(PushParameters.STREAM_ID, "namespace of the channels");
    }
}
