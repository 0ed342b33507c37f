package dev.freshet.engine.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of replies and pushes in JSON (§4).
final class JsonResults {
    private JsonResults() {}

    static void write(JsonWriter json, Result result) {
        switch (result) {
            case Result.Connect connect -> writeConnect(json, connect);
            case Result.Subscribe subscribe -> writeSubscribe(json, subscribe);
            case Result.Unsubscribe unsubscribe -> {}
            case Result.Publish publish -> {}
            case Result.Presence presence -> writePresence(json, presence.clients());
            case Result.PresenceStats stats -> {
                json.number("num_clients", stats.clients());
                json.number("num_users", stats.users());
            }
            case Result.History history -> {
                json.name("publications");
                writePublications(json, history.publications());
                json.text("epoch", history.top().epoch());
                json.unsigned("offset", history.top().offset());
            }
            case Result.Rpc rpc -> json.payload("data", rpc.data());
            case Result.Refresh refresh -> {
                json.textUnlessEmpty("client", refresh.client());
                json.textUnlessEmpty("version", refresh.version());
                writeExpiry(json, refresh.expires(), refresh.ttlSeconds());
            }
            case Result.SubRefresh refresh ->
                    writeExpiry(json, refresh.expires(), refresh.ttlSeconds());
        }
    }

    private static void writeExpiry(JsonWriter json, boolean expires, int ttlSeconds) {
        json.flag("expires", expires);
        json.numberUnlessZero("ttl", ttlSeconds);
    }

    private static void writeConnect(JsonWriter json, Result.Connect connect) {
        json.textUnlessEmpty("client", connect.client());
        json.textUnlessEmpty("version", connect.version());
        writeExpiry(json, connect.expires(), connect.ttlSeconds());
        json.payload("data", connect.data());
        if (!connect.subscriptions().isEmpty()) {
            json.name("subs");
            json.ascii("{");
            connect.subscriptions()
                    .forEach((channel, subscribed) -> {
                        json.comma();
                        json.string(channel);
                        json.ascii(":{");
                        writeSubscribe(json, subscribed);
                        json.ascii("}");
                    });
            json.ascii("}");
        }
        json.numberUnlessZero("ping", connect.pingSeconds());
        json.flag("pong", connect.pong());
        json.textUnlessEmpty("session", connect.session());
        json.textUnlessEmpty("node", connect.node());
        json.numberUnlessZero("time", connect.timeMillis());
    }

    private static void writeSubscribe(JsonWriter json, Result.Subscribe subscribe) {
        writeExpiry(json, subscribe.expires(), subscribe.ttlSeconds());
        json.flag("recoverable", subscribe.recoverable());
        json.textUnlessEmpty("epoch", subscribe.epoch());
        if (!subscribe.publications().isEmpty()) {
            json.name("publications");
            if (subscribe.delta()) {
                writeDeltas(json, subscribe.publications());
            } else {
                writePublications(json, subscribe.publications());
            }
        }
        json.flag("recovered", subscribe.recovered());
        json.unsignedUnlessZero("offset", subscribe.offset());
        json.flag("positioned", subscribe.positioned());
        json.payload("data", subscribe.data());
        json.flag("was_recovering", subscribe.wasRecovering());
        json.flag("delta", subscribe.delta());
    }

    private static void writePresence(JsonWriter json, Map<String, ClientInfo> clients) {
        json.name("presence");
        json.ascii("{");
        clients.forEach((client, info) -> {
            json.comma();
            json.string(client);
            json.ascii(":");
            writeInfo(json, info);
        });
        json.ascii("}");
    }

    private static void writePublications(JsonWriter json, List<Publication> publications) {
        json.ascii("[");
        for (var publication : publications) {
            json.comma();
            json.ascii("{");
            json.payload("data", publication.data());
            writeRest(json, publication);
            json.ascii("}");
        }
        json.ascii("]");
    }

    /// Recovered publications: the first one whole, the others against the one before (§15).
    private static void writeDeltas(JsonWriter json, List<Publication> publications) {
        json.ascii("[");
        Payload base = null;
        for (var publication : publications) {
            json.comma();
            json.ascii("{");
            writeDelta(json, publication, base);
            json.ascii("}");
            base = publication.data();
        }
        json.ascii("]");
    }

    /// A publication whose data is a string: the difference to the base or the whole data (§15).
    static void writeDelta(JsonWriter json, Publication publication, @Nullable Payload base) {
        var patch =
                base == null
                        ? null
                        : FossilDelta.smaller(
                                base.lineBytes(), publication.data().lineBytes(), true);
        json.name("data");
        json.string(patch == null ? publication.data().lineBytes() : patch);
        writeRest(json, publication);
        json.flag("delta", patch != null);
    }

    /// What stands behind the data of a publication.
    static void writeRest(JsonWriter json, Publication publication) {
        var info = publication.info();
        if (info != null) {
            writeInfo(json, "info", info);
        }
        json.unsignedUnlessZero("offset", publication.offset());
        if (!publication.tags().isEmpty()) {
            json.name("tags");
            json.ascii("{");
            publication
                    .tags()
                    .forEach((key, value) -> {
                        json.comma();
                        json.string(key);
                        json.ascii(":");
                        json.string(value);
                    });
            json.ascii("}");
        }
    }

    static void writeInfo(JsonWriter json, String member, ClientInfo info) {
        json.name(member);
        writeInfo(json, info);
    }

    private static void writeInfo(JsonWriter json, ClientInfo info) {
        json.ascii("{");
        json.text("user", info.user());
        json.text("client", info.client());
        json.payload("conn_info", info.connInfo());
        json.payload("chan_info", info.chanInfo());
        json.ascii("}");
    }

    static void write(JsonWriter json, Push push) {
        switch (push) {
            case Push.Subscribe subscribe -> {
                json.textUnlessEmpty("channel", subscribe.channel());
                json.name("subscribe");
                json.ascii("{");
                json.flag("recoverable", subscribe.recoverable());
                json.textUnlessEmpty("epoch", subscribe.epoch());
                json.unsignedUnlessZero("offset", subscribe.offset());
                json.flag("positioned", subscribe.positioned());
                json.payload("data", subscribe.data());
            }
            case Push.Unsubscribe unsubscribe -> {
                json.textUnlessEmpty("channel", unsubscribe.channel());
                json.name("unsubscribe");
                json.ascii("{");
                json.numberUnlessZero("code", unsubscribe.code());
                json.textUnlessEmpty("reason", unsubscribe.reason());
            }
            case Push.Message message -> {
                json.name("message");
                json.ascii("{");
                json.payload("data", message.data());
            }
            case Push.Connect connect -> {
                json.name("connect");
                json.ascii("{");
                writeConnect(json, connect.result());
            }
            case Push.Disconnect disconnect -> {
                json.name("disconnect");
                json.ascii("{");
                json.numberUnlessZero("code", disconnect.code());
                json.textUnlessEmpty("reason", disconnect.reason());
            }
            case Push.Refresh refresh -> {
                json.name("refresh");
                json.ascii("{");
                writeExpiry(json, refresh.expires(), refresh.ttlSeconds());
            }
        }
        json.ascii("}");
    }
}
