package dev.freshet.engine.protocol;

import java.util.List;
import java.util.Map;

/// The fields of replies and pushes in Protobuf (§4). The same thing may have another number
/// elsewhere: connect as a reply and as a push, an operation as command and as reply.
final class ProtobufResults {
    private ProtobufResults() {}

    /// The field of the reply that holds the result.
    static int field(Result result) {
        return switch (result) {
            case Result.Connect connect -> 5;
            case Result.Subscribe subscribe -> 6;
            case Result.Unsubscribe unsubscribe -> 7;
            case Result.Publish publish -> 8;
            case Result.Presence presence -> 9;
            case Result.PresenceStats stats -> 10;
            case Result.History history -> 11;
            case Result.Rpc rpc -> 13;
            case Result.Refresh refresh -> 14;
            case Result.SubRefresh refresh -> 15;
        };
    }

    static void write(ProtobufWriter out, Result result) {
        switch (result) {
            case Result.Connect connect -> {
                writeClient(out, connect);
                out.flag(3, connect.expires());
                out.number(4, connect.ttlSeconds());
                out.payload(5, connect.data());
                writeSubscriptions(out, 6, connect.subscriptions());
                writeKeepAlive(out, connect);
            }
            case Result.Subscribe subscribe -> writeSubscribe(out, subscribe);
            case Result.Unsubscribe unsubscribe -> {}
            case Result.Publish publish -> {}
            case Result.Presence presence -> writePresence(out, presence.clients());
            case Result.PresenceStats stats -> {
                out.number(1, stats.clients());
                out.number(2, stats.users());
            }
            case Result.History history -> {
                for (var publication : history.publications()) {
                    out.publication(1, publication, publication.data().bytes(), false);
                }
                out.text(2, history.top().epoch());
                out.number(3, history.top().offset());
            }
            case Result.Rpc rpc -> out.payload(1, rpc.data());
            case Result.Refresh refresh -> {
                out.text(1, refresh.client());
                out.text(2, refresh.version());
                out.flag(3, refresh.expires());
                out.number(4, refresh.ttlSeconds());
            }
            case Result.SubRefresh refresh -> {
                out.flag(1, refresh.expires());
                out.number(2, refresh.ttlSeconds());
            }
        }
    }

    private static void writeClient(ProtobufWriter out, Result.Connect connect) {
        out.text(1, connect.client());
        out.text(2, connect.version());
    }

    private static void writeKeepAlive(ProtobufWriter out, Result.Connect connect) {
        out.number(7, connect.pingSeconds());
        out.flag(8, connect.pong());
        out.text(9, connect.session());
        out.text(10, connect.node());
        out.number(11, connect.timeMillis());
    }

    private static void writeSubscriptions(
            ProtobufWriter out, int field, Map<String, Result.Subscribe> subscriptions) {
        subscriptions.forEach((channel, subscribed) -> {
            int entry = out.begin(field);
            out.key(channel);
            int value = out.begin(2);
            writeSubscribe(out, subscribed);
            out.end(value);
            out.end(entry);
        });
    }

    private static void writeSubscribe(ProtobufWriter out, Result.Subscribe subscribe) {
        out.flag(1, subscribe.expires());
        out.number(2, subscribe.ttlSeconds());
        out.flag(3, subscribe.recoverable());
        out.text(6, subscribe.epoch());
        writeRecovered(out, subscribe.publications(), subscribe.delta());
        out.flag(8, subscribe.recovered());
        out.number(9, subscribe.offset());
        out.flag(10, subscribe.positioned());
        out.payload(11, subscribe.data());
        out.flag(12, subscribe.wasRecovering());
        out.flag(13, subscribe.delta());
    }

    /// Where deltas were asked for: the first one whole, the others against the one before (§15).
    private static void writeRecovered(
            ProtobufWriter out, List<Publication> publications, boolean deltas) {
        byte[] base = null;
        for (var publication : publications) {
            var whole = publication.data().bytes();
            var patch = base == null ? null : FossilDelta.smaller(base, whole, false);
            out.publication(7, publication, patch == null ? whole : patch, patch != null);
            base = deltas ? whole : null;
        }
    }

    private static void writePresence(ProtobufWriter out, Map<String, ClientInfo> clients) {
        clients.forEach((client, info) -> {
            int entry = out.begin(1);
            out.key(client);
            out.info(2, info);
            out.end(entry);
        });
    }

    /// The fields of a push, from its channel on.
    static void write(ProtobufWriter out, Push push) {
        switch (push) {
            case Push.Subscribe subscribe -> {
                out.text(2, subscribe.channel());
                int message = out.begin(9);
                out.flag(1, subscribe.recoverable());
                out.text(4, subscribe.epoch());
                out.number(5, subscribe.offset());
                out.flag(6, subscribe.positioned());
                out.payload(7, subscribe.data());
                out.end(message);
            }
            case Push.Unsubscribe(var channel, var code, var reason) -> {
                out.text(2, channel);
                int message = out.begin(7);
                out.number(2, code);
                out.text(3, reason);
                out.end(message);
            }
            case Push.Message(var data) -> {
                int message = out.begin(8);
                out.payload(1, data);
                out.end(message);
            }
            case Push.Connect(var connect) -> {
                int message = out.begin(10);
                writeClient(out, connect);
                out.payload(3, connect.data());
                writeSubscriptions(out, 4, connect.subscriptions());
                out.flag(5, connect.expires());
                out.number(6, connect.ttlSeconds());
                writeKeepAlive(out, connect);
                out.end(message);
            }
            case Push.Disconnect(var code, var reason) -> {
                int message = out.begin(11);
                out.number(1, code);
                out.text(2, reason);
                out.end(message);
            }
            case Push.Refresh(var expires, var ttlSeconds) -> {
                int message = out.begin(12);
                out.flag(1, expires);
                out.number(2, ttlSeconds);
                out.end(message);
            }
        }
    }
}
