package dev.freshet.engine.testkit;

import java.util.HashMap;
import java.util.Map;

/// The messages of the client protocol in Protobuf, as its specification lists them (§4): by name,
/// each field's number, name and kind.
final class ProtobufSchema {
    /// A field; `kind` is `u` (integer), `i` (signed integer), `b` (bool), `s` (string), `r`
    /// (bytes, JSON where they are), or a message's name. A `*` in front repeats it, a `%` makes a
    /// map with strings as keys.
    record Field(int number, String name, String kind) {
        boolean isRepeated() {
            return kind.startsWith("*");
        }

        boolean isMap() {
            return kind.startsWith("%");
        }

        String element() {
            return isRepeated() || isMap() ? kind.substring(1) : kind;
        }
    }

    private static final Map<String, Map<Integer, Field>> MESSAGES = new HashMap<>();

    static {
        message(
                "Command",
                "1 id u, 4 connect ConnectRequest, 5 subscribe SubscribeRequest, 6 unsubscribe"
                        + " Channel, 7 publish PublishRequest, 8 presence Channel, 9 presence_stats"
                        + " Channel, 10 history HistoryRequest, 11 ping Empty, 12 send Data, 13 rpc"
                        + " RpcRequest, 14 refresh Token, 15 sub_refresh SubRefreshRequest");
        message(
                "Reply",
                "1 id u, 2 error Error, 4 push Push, 5 connect ConnectResult, 6 subscribe"
                        + " SubscribeResult, 7 unsubscribe Empty, 8 publish Empty, 9 presence"
                        + " PresenceResult, 10 presence_stats PresenceStatsResult, 11 history"
                        + " HistoryResult, 12 ping Empty, 13 rpc Data, 14 refresh RefreshResult, 15"
                        + " sub_refresh Expiry");
        message(
                "Push",
                "1 id i, 2 channel s, 4 pub Publication, 5 join Info, 6 leave Info, 7 unsubscribe"
                    + " Unsubscribe, 8 message Data, 9 subscribe Subscribe, 10 connect Connect, 11"
                    + " disconnect Disconnect, 12 refresh PushedExpiry");
        message("Error", "1 code u, 2 message s, 3 temporary b");
        message("Empty", "");
        message("Channel", "1 channel s");
        message("Data", "1 data r");
        message("Token", "1 token s");
        message(
                "ConnectRequest",
                "1 token s, 2 data r, 3 subs %SubscribeRequest, 4 name s, 5 version s, 6 headers"
                        + " %s, 7 flag i");
        message(
                "ConnectResult",
                "1 client s, 2 version s, 3 expires b, 4 ttl u, 5 data r, 6 subs %SubscribeResult,"
                        + " 7 ping u, 8 pong b, 9 session s, 10 node s, 11 time i");
        message(
                "Connect",
                "1 client s, 2 version s, 3 data r, 4 subs %SubscribeResult, 5 expires b, 6 ttl u,"
                        + " 7 ping u, 8 pong b, 9 session s, 10 node s, 11 time i");
        message(
                "SubscribeRequest",
                "1 channel s, 2 token s, 3 recover b, 6 epoch s, 7 offset u, 8 data r, 9 positioned"
                    + " b, 10 recoverable b, 11 join_leave b, 12 delta s, 13 tf FilterNode, 14 flag"
                    + " i");
        message(
                "SubscribeResult",
                "1 expires b, 2 ttl u, 3 recoverable b, 6 epoch s, 7 publications *Publication, 8"
                    + " recovered b, 9 offset u, 10 positioned b, 11 data r, 12 was_recovering b,"
                    + " 13 delta b, 14 id i");
        message("SubRefreshRequest", "1 channel s, 2 token s");
        message("Expiry", "1 expires b, 2 ttl u");
        message("PushedExpiry", "1 expires b, 2 ttl u");
        message("RefreshResult", "1 client s, 2 version s, 3 expires b, 4 ttl u");
        message("PublishRequest", "1 channel s, 2 data r");
        message("PresenceResult", "1 presence %ClientInfo");
        message("PresenceStatsResult", "1 num_clients u, 2 num_users u");
        message("HistoryRequest", "1 channel s, 7 limit i, 8 since StreamPosition, 9 reverse b");
        message("HistoryResult", "1 publications *Publication, 2 epoch s, 3 offset u");
        message("StreamPosition", "1 offset u, 2 epoch s");
        message("RpcRequest", "1 data r, 2 method s");
        message("FilterNode", "1 op s, 2 key s, 3 cmp s, 4 val s, 5 vals *s, 6 nodes *FilterNode");
        message("ClientInfo", "1 user s, 2 client s, 3 conn_info r, 4 chan_info r");
        message("Info", "1 info ClientInfo");
        message(
                "Publication",
                "4 data r, 5 info ClientInfo, 6 offset u, 7 tags %s, 8 delta b, 9 time i, 10"
                        + " channel s");
        message("Unsubscribe", "2 code u, 3 reason s");
        message("Subscribe", "1 recoverable b, 4 epoch s, 5 offset u, 6 positioned b, 7 data r");
        message("Disconnect", "1 code u, 2 reason s, 3 reconnect b");
        message("EmulationRequest", "1 node s, 2 session s, 3 data r");
    }

    private ProtobufSchema() {}

    private static void message(String name, String fields) {
        var byNumber = new HashMap<Integer, Field>();
        for (var text : fields.isEmpty() ? new String[0] : fields.split(", ", -1)) {
            var parts = text.split(" ", -1);
            int number = Integer.parseInt(parts[0]);
            byNumber.put(number, new Field(number, parts[1], parts[2]));
        }
        MESSAGES.put(name, byNumber);
    }

    static Map<Integer, Field> fields(String message) {
        var fields = MESSAGES.get(message);
        if (fields == null) {
            throw new IllegalArgumentException("no message " + message);
        }
        return fields;
    }
}
