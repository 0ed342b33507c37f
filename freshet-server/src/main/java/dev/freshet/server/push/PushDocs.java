package dev.freshet.server.push;

import dev.freshet.server.http.RouteDoc;

/// What the routes of [PushApi] say about themselves.
final class PushDocs {
    private static final String TAG = "push";
    private static final String JSON = "application/json";
    private static final String EXAMPLE =
            "cpu,host=a usage_user=1.5,usage_system=0.5 1700000000000000000\n";

    static final RouteDoc PUSH =
            parameters(RouteDoc.of(TAG, "Push line protocol to a stream"))
                    .text(
                            "Each measurement becomes a channel stream/<streamId>/<measurement>."
                                    + " Bodies may be packed with gzip.")
                    .header(
                            "Accept",
                            "application/json to hear what was stored; otherwise the answer is"
                                    + " empty")
                    .body("text/plain", "{\"type\":\"string\"}", EXAMPLE)
                    .answer(
                            200,
                            "Stored. Empty, or a report when it was asked for or lines were left"
                                    + " out",
                            JSON,
                            """
                            {"type":"object","properties":{
                             "channels":{"type":"array","items":{"type":"string"}},
                             "frames":{"type":"integer"},"rows":{"type":"integer"},
                             "accepted":{"type":"integer"},"rejected":{"type":"integer"},
                             "errors":{"type":"array","items":{"type":"object","properties":{
                              "line":{"type":"integer"},"column":{"type":"integer"},
                              "value":{"type":"string"},"message":{"type":"string"}}}}}}\
                            """)
                    .answer(
                            400,
                            "A line is wrong; nothing was stored",
                            JSON,
                            """
                            {"type":"object","required":["message","messageId","statusCode"],"properties":{
                             "message":{"type":"string"},"messageId":{"type":"string"},"statusCode":{"type":"integer"},
                             "hint":{"type":"string"},"accepted":{"type":"integer"},
                             "line":{"type":"integer"},"column":{"type":"integer"},"value":{"type":"string"}}}\
                            """);

    static final RouteDoc SOCKET =
            parameters(RouteDoc.of(TAG, "Push line protocol over a WebSocket"))
                    .text(
                            "Each message, text or binary, is one batch of at most 1 MiB. Nothing"
                                    + " is sent back but pings every 25 s.")
                    .answer(101, "The connection is a WebSocket from now on");

    private PushDocs() {}

    private static RouteDoc parameters(RouteDoc doc) {
        return doc.path(
                        PushParameters.STREAM_ID,
                        "namespace of the channels: letters, digits and _ - .")
                .query("gf_live_frame_format", "labels_column (default) or wide")
                .query("partial", "true keeps the good lines of a body with bad ones");
    }
}
