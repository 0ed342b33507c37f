package dev.freshet.server.serverapi;

import dev.freshet.server.http.RouteDoc;
import java.util.Map;
import java.util.Objects;

/// What the routes of [ServerApi] say about themselves. Long because it is a table.
final class ServerApiDocs {
    private static final String TAG = "server-api";
    private static final String JSON = "application/json";

    private static final String CHANNEL =
            """
            "channel":{"type":"string","description":"scope/namespace/path, with an organisation in front or without for organisation 1"}\
            """;
    private static final String MESSAGE =
            """
            "data":{"description":"any JSON"},
            "b64data":{"type":"string","description":"any bytes in base64, instead of data"},
            "skip_history":{"type":"boolean"},
            "tags":{"type":"object","additionalProperties":{"type":"string"}},
            "idempotency_key":{"type":"string","maxLength":255},
            "delta":{"type":"boolean"},
            "version":{"type":"integer","minimum":0},
            "version_epoch":{"type":"string"}\
            """;
    private static final String TARGET =
            """
            "user":{"type":"string","description":"the user's number as text; 0 for anonymous viewers"},
            "client":{"type":"string","description":"one connection, by its id"},
            "session":{"type":"string","description":"one connection, by its session"}\
            """;
    private static final String POSITION =
            """
            {"type":"object","properties":{"offset":{"type":"integer","minimum":0},"epoch":{"type":"string"}}}\
            """;
    private static final String CLIENT_INFO =
            """
            {"type":"object","required":["user","client"],"properties":{
             "user":{"type":"string"},"client":{"type":"string"},"conn_info":{},"chan_info":{}}}\
            """;
    private static final String OVERRIDE =
            """
            {"type":"object","description":"presence, join_leave, force_recovery, force_positioning, force_push_join_leave",
             "additionalProperties":{"type":"object","properties":{"value":{"type":"boolean"}}}}\
            """;
    private static final String ERROR =
            """
            {"type":"object","required":["code","message"],"properties":{
             "code":{"type":"integer"},"message":{"type":"string"},"temporary":{"type":"boolean"}}}\
            """;

    private static final Map<String, RouteDoc> ALL =
            Map.ofEntries(
                    method(
                            "publish",
                            "Publish to everybody subscribed to a channel",
                            CHANNEL + "," + MESSAGE,
                            "{\"channel\":\"stream/demo/chat\",\"data\":{\"text\":\"hello\"}}",
                            POSITION),
                    method(
                            "broadcast",
                            "Publish the same to several channels",
                            "\"channels\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},"
                                    + MESSAGE,
                            "{\"channels\":[\"stream/demo/a\",\"stream/demo/b\"],\"data\":1}",
                            object(
                                    "\"responses\":{\"type\":\"array\",\"description\":\"one"
                                            + " result or error per channel, in"
                                            + " order\",\"items\":{\"type\":\"object\"}}")),
                    method(
                            "subscribe",
                            "Subscribe connections to a channel",
                            TARGET
                                    + ","
                                    + CHANNEL
                                    + ",\"info\":{},\"b64info\":{\"type\":\"string\"},\"data\":{},"
                                    + "\"b64data\":{\"type\":\"string\"},"
                                    + "\"expire_at\":{\"type\":\"integer\",\"description\":\"Unix"
                                    + " seconds\"},\"recover_since\":"
                                    + POSITION
                                    + ",\"override\":"
                                    + OVERRIDE,
                            "{\"user\":\"7\",\"channel\":\"stream/demo/chat\"}",
                            object("")),
                    method(
                            "unsubscribe",
                            "End connections' subscription to a channel",
                            TARGET + "," + CHANNEL,
                            "{\"user\":\"7\",\"channel\":\"stream/demo/chat\"}",
                            object("")),
                    method(
                            "disconnect",
                            "Close connections",
                            TARGET
                                    + ",\"whitelist\":{\"type\":\"array\",\"description\":\"clients"
                                    + " that stay\",\"items\":{\"type\":\"string\"}},"
                                    + "\"disconnect\":{\"type\":\"object\",\"properties\":{"
                                    + "\"code\":{\"type\":\"integer\",\"minimum\":3000,"
                                    + "\"maximum\":4999},\"reason\":{\"type\":\"string\"}}}",
                            "{\"user\":\"7\"}",
                            object("")),
                    method(
                            "refresh",
                            "Change when connections expire",
                            TARGET
                                    + ",\"expired\":{\"type\":\"boolean\"},"
                                    + "\"expire_at\":{\"type\":\"integer\",\"description\":\"Unix"
                                    + " seconds\"},\"info\":{}",
                            "{\"user\":\"7\",\"expired\":true}",
                            object("")),
                    method(
                            "presence",
                            "Tell who is subscribed to a channel",
                            CHANNEL,
                            "{\"channel\":\"stream/demo/chat\"}",
                            object(
                                    "\"presence\":{\"type\":\"object\",\"description\":\"by client"
                                            + " id\",\"additionalProperties\":"
                                            + CLIENT_INFO
                                            + "}")),
                    method(
                            "presence_stats",
                            "Tell how many are subscribed to a channel",
                            CHANNEL,
                            "{\"channel\":\"stream/demo/chat\"}",
                            object(
                                    "\"num_clients\":{\"type\":\"integer\"},"
                                            + "\"num_users\":{\"type\":\"integer\"}")),
                    method(
                            "history",
                            "Tell what was published on a channel",
                            CHANNEL
                                    + ",\"limit\":{\"type\":\"integer\",\"description\":\"0 for the"
                                    + " position alone, -1 for all\"},\"since\":"
                                    + POSITION
                                    + ",\"reverse\":{\"type\":\"boolean\"}",
                            "{\"channel\":\"stream/demo/chat\",\"limit\":10}",
                            object(
                                    "\"publications\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
                                        + "\"properties\":{\"data\":{},\"b64data\":{\"type\":\"string\"},"
                                        + "\"info\":"
                                            + CLIENT_INFO
                                            + ",\"offset\":{\"type\":\"integer\"},\"tags\":{\"type\":\"object\"}}}},"
                                            + "\"offset\":{\"type\":\"integer\"},\"epoch\":{\"type\":\"string\"}")),
                    method(
                            "history_remove",
                            "Forget what was published on a channel",
                            CHANNEL,
                            "{\"channel\":\"stream/demo/chat\"}",
                            object("")),
                    method(
                            "channels",
                            "List the channels that have subscribers, on all nodes",
                            "\"pattern\":{\"type\":\"string\",\"description\":\"a glob, for example"
                                    + " stream/*\"}",
                            "{\"pattern\":\"stream/*\"}",
                            object(
                                    "\"channels\":{\"type\":\"object\",\"additionalProperties\":"
                                        + "{\"type\":\"object\",\"properties\":{\"num_clients\":{\"type\":\"integer\"}}}}")),
                    method(
                            "info",
                            "Tell which nodes there are",
                            "",
                            "{}",
                            object(
                                    "\"nodes\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}}")),
                    method(
                            "rpc",
                            "Call a method of the program",
                            "\"method\":{\"type\":\"string\"},\"params\":{}",
                            "{\"method\":\"ping\"}",
                            object("\"data\":{}")),
                    Map.entry("batch", batch()));

    /// Of whatever else stands where a method's name does.
    static final RouteDoc UNKNOWN =
            RouteDoc.of(TAG, "Say that there is no such method")
                    .path("method", "what is no method's name")
                    .answer(
                            404,
                            "There is none; the hint names all",
                            JSON,
                            "{\"type\":\"object\"}");

    private ServerApiDocs() {}

    static RouteDoc of(String method) {
        return Objects.requireNonNull(ALL.get(method), method);
    }

    private static Map.Entry<String, RouteDoc> method(
            String name, String summary, String request, String example, String result) {
        return Map.entry(
                name,
                doc(summary)
                        .body(JSON, object(request), example)
                        .answer(
                                200,
                                "The result, or an error",
                                JSON,
                                object("\"result\":" + result + ",\"error\":" + ERROR)));
    }

    private static RouteDoc batch() {
        return doc("Call several methods")
                .body(
                        JSON,
                        object(
                                "\"commands\":{\"type\":\"array\",\"description\":\"each with one"
                                        + " method's request under its name\","
                                        + "\"items\":{\"type\":\"object\"}},"
                                        + "\"parallel\":{\"type\":\"boolean\"}"),
                        "{\"commands\":[{\"publish\":{\"channel\":\"stream/demo/a\",\"data\":1}}]}")
                .answer(
                        200,
                        "The replies in order, each with a result under its method's name or an"
                                + " error",
                        JSON,
                        object(
                                "\"replies\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}},"
                                        + "\"error\":"
                                        + ERROR));
    }

    private static RouteDoc doc(String summary) {
        return RouteDoc.of(TAG, summary)
                .header(
                        "X-Centrifugo-Error-Mode",
                        "transport for errors with a status of their own, with the error as the"
                                + " body");
    }

    private static String object(String properties) {
        return "{\"type\":\"object\",\"properties\":{" + properties + "}}";
    }
}
