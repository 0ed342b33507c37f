package dev.freshet.engine.protocol;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of a connect request.
final class ProtobufConnect extends ProtobufRequest {
    private String token = "";
    private @Nullable Payload data;
    private final Map<String, Request.Subscribe> subscriptions = new HashMap<>();
    private String name = "";
    private String version = "";
    private final Map<String, String> headers = new HashMap<>();

    @Override
    public void read(int field, ProtobufReader in) throws MalformedCommandException {
        switch (field) {
            case 1 -> token = in.string();
            case 2 -> data = in.payload();
            case 3 -> {
                var entry = new Subscription();
                in.message(entry);
                subscriptions.put(entry.channel, entry.subscribe.request());
            }
            case 4 -> name = in.string();
            case 5 -> version = in.string();
            case 6 -> {
                var header = new Header();
                in.message(header);
                headers.put(header.name, header.value);
            }
            default -> in.skip();
        }
    }

    @Override
    Request.Connect request() {
        return new Request.Connect(token, data, subscriptions, name, version, headers);
    }

    /// An entry of the map of server-side subscriptions.
    private static final class Subscription implements ProtobufReader.Message {
        private String channel = "";
        private final ProtobufSubscribe subscribe = new ProtobufSubscribe();

        @Override
        public void read(int field, ProtobufReader in) throws MalformedCommandException {
            switch (field) {
                case 1 -> channel = in.string();
                case 2 -> in.message(subscribe);
                default -> in.skip();
            }
        }
    }

    /// An entry of the map of headers.
    private static final class Header implements ProtobufReader.Message {
        private String name = "";
        private String value = "";

        @Override
        public void read(int field, ProtobufReader in) throws MalformedCommandException {
            switch (field) {
                case 1 -> name = in.string();
                case 2 -> value = in.string();
                default -> in.skip();
            }
        }
    }
}
