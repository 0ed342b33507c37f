package dev.freshet.server.socket;

import dev.freshet.server.http.RouteDoc;

/// What the routes of [SocketApi] say about themselves.
final class SocketDocs {
    private static final String TAG = "live";
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final String WHEN =
            "For clients that a proxy keeps from the WebSocket. The connect reply names `session`"
                    + " and `node`; further commands are posted to /api/live/emulation with both.";

    static final RouteDoc WEBSOCKET =
            RouteDoc.of(TAG, "The socket: Centrifuge protocol v2, see the AsyncAPI document")
                    .answer(101, "The connection is a WebSocket from now on");

    static final RouteDoc HTTP_STREAM =
            RouteDoc.of(TAG, "The socket's messages as a response that goes on")
                    .text(
                            WHEN
                                    + " A body of type application/octet-stream is Protobuf, and so"
                                    + " is the answer.")
                    .body("application/json", "", CONNECT)
                    .answer(200, "A line for each message", "text/plain", "");

    static final RouteDoc SSE_GET =
            RouteDoc.of(TAG, "The socket's messages as server-sent events")
                    .text(
                            WHEN
                                    + " Without a token it has to come from a page of this server,"
                                    + " or of an allowed origin.")
                    .query("cf_connect", "the first commands, a line each")
                    .answer(200, "An event for each message", "text/event-stream", "");

    static final RouteDoc SSE_POST =
            RouteDoc.of(TAG, "The socket's messages as server-sent events")
                    .text(WHEN)
                    .body("application/json", "", CONNECT)
                    .answer(200, "An event for each message", "text/event-stream", "");

    static final RouteDoc EMULATION =
            RouteDoc.of(TAG, "Send commands beside a stream")
                    .text("The session proves who sends them. Replies come on the stream.")
                    .body(
                            "application/json",
                            """
                            {"type":"object","required":["session","node","data"],"properties":{
                             "session":{"type":"string"},
                             "node":{"type":"string"},
                             "data":{"type":"string","description":"commands, a line each"}}}\
                            """,
                            """
                            {"session":"0f…","node":"7a…","data":"{\\"id\\":2,\\"subscribe\\":{\\"channel\\":\\"1/stream/demo/cpu\\"}}"}\
                            """)
                    .answer(204, "Taken, whether or not there is such a session");

    static final RouteDoc OPTIONS =
            RouteDoc.of(TAG, "What a browser may send here").answer(204, "In the headers");

    private SocketDocs() {}
}
