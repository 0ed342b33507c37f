package dev.freshet.server.live;

import dev.freshet.server.http.RouteDoc;

/// What the routes of [LiveApi] say about themselves.
final class LiveDocs {
    private static final String TAG = "live";
    private static final String JSON = "application/json";

    private static final String ENTRY =
            """
            {"type":"object","required":["channel","minute_rate","data","kind","subscribers"],"properties":{
             "channel":{"type":"string"},
             "minute_rate":{"type":"integer","description":"publications in the last 60 seconds"},
             "data":{"type":"object","properties":{"schema":{"type":"object","description":"the latest frame schema"}}},
             "kind":{"type":"string","enum":["managed","source","events"]},
             "subscribers":{"type":"integer"},
             "lastMessageAgeMs":{"type":"integer"},
             "measurement":{"type":"string","description":"the pushed name, when it was mapped to a legal path"},
             "slow":{"type":"object","description":"what became of subscribers that did not read fast enough: messages they were not sent, and connections that were closed for it","properties":{"dropped":{"type":"integer"},"closed":{"type":"integer"}}},
             "why":{"type":"string","description":"what is wrong when its stream ought to run and does not"}}}\
            """;

    static final RouteDoc PUBLISH =
            RouteDoc.of(TAG, "Publish a message to a channel")
                    .text(
                            "The channel's own rule decides who may publish; stream/… is closed"
                                    + " unless the configuration opens a pattern.")
                    .header(
                            "Idempotency-Key",
                            "a second publish with the same key in the same channel within 5"
                                    + " minutes is not published again; at most 255 characters")
                    .body(
                            JSON,
                            """
                            {"type":"object","required":["channel","data"],"properties":{
                             "channel":{"type":"string","description":"scope/namespace/path, without organisation"},
                             "data":{"description":"any JSON, nested at most 512 deep"}}}\
                            """,
                            "{\"channel\":\"stream/demo/chat\",\"data\":{\"text\":\"hello\"}}")
                    .answer(200, "Published", JSON, "{\"type\":\"object\"}");

    static final RouteDoc LIST =
            RouteDoc.of(TAG, "List the channels of the caller's organisation, sorted")
                    .answer(
                            200,
                            "The channels",
                            JSON,
                            "{\"type\":\"object\",\"required\":[\"channels\"],\"properties\":{\"channels\":{\"type\":\"array\",\"items\":"
                                    + ENTRY
                                    + "}}}");

    static final RouteDoc INFO =
            RouteDoc.of(TAG, "Tell everything known about a channel")
                    .text("Says why a channel does not move, and what the caller may do on it.")
                    .path("channel", "scope/namespace/path, without organisation")
                    .answer(
                            200,
                            "What is known; `known` is false when nothing ever came",
                            JSON,
                            """
                            {"type":"object","required":["known","channel","subscribers","subscribe","publish"],"properties":{
                             "known":{"type":"boolean"},
                             "channel":{"type":"string"},
                             "why":{"type":"string"},
                             "refusal":{"type":"object","description":"why the last subscriber was refused","properties":{
                              "message":{"type":"string"},"messageId":{"type":"string"},"hint":{"type":"string"}}},
                             "retention":{"type":"string"},
                             "conflicts":{"type":"array","items":{"type":"object"}},
                             "subscribe":{"type":"object","required":["allowed"],"properties":{"allowed":{"type":"boolean"}}},
                             "publish":{"type":"object","required":["allowed"],"properties":{"allowed":{"type":"boolean"}}}}}\
                            """);

    private LiveDocs() {}
}
