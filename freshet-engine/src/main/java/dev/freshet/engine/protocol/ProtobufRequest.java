package dev.freshet.engine.protocol;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The fields of one operation of a command (§4.2), gathered until the command's end because the
/// operation may come in several parts.
abstract class ProtobufRequest implements ProtobufReader.Message {
    abstract Request request();

    /// @param operation the number of its field in a command
    static ProtobufRequest of(int operation) {
        return switch (operation) {
            case 4 -> new ProtobufConnect();
            case 5 -> new ProtobufSubscribe();
            case 6 -> new OneText(Request.Unsubscribe::new);
            case 7 -> new Publish();
            case 8 -> new OneText(Request.Presence::new);
            case 9 -> new OneText(Request.PresenceStats::new);
            case 10 -> new ProtobufHistory();
            case 12 -> new Send();
            case 13 -> new Rpc();
            case 14 -> new OneText(Request.Refresh::new);
            case 15 -> new SubRefresh();
            default -> throw new IllegalArgumentException("no operation has number " + operation);
        };
    }

    /// A request that is only a channel, or only a token.
    private static final class OneText extends ProtobufRequest {
        private final Function<String, Request> with;
        private String text = "";

        OneText(Function<String, Request> with) {
            this.with = with;
        }

        @Override
        public void read(int field, ProtobufReader in) throws MalformedCommandException {
            switch (field) {
                case 1 -> text = in.string();
                default -> in.skip();
            }
        }

        @Override
        Request request() {
            return with.apply(text);
        }
    }

    private static final class Publish extends ProtobufRequest {
        private String channel = "";
        private @Nullable Payload data;

        @Override
        public void read(int field, ProtobufReader in) throws MalformedCommandException {
            switch (field) {
                case 1 -> channel = in.string();
                case 2 -> data = in.payload();
                default -> in.skip();
            }
        }

        @Override
        Request request() {
            return new Request.Publish(channel, data);
        }
    }

    private static final class Send extends ProtobufRequest {
        private @Nullable Payload data;

        @Override
        public void read(int field, ProtobufReader in) throws MalformedCommandException {
            switch (field) {
                case 1 -> data = in.payload();
                default -> in.skip();
            }
        }

        @Override
        Request request() {
            return new Request.Send(data);
        }
    }

    private static final class Rpc extends ProtobufRequest {
        private @Nullable Payload data;
        private String method = "";

        @Override
        public void read(int field, ProtobufReader in) throws MalformedCommandException {
            switch (field) {
                case 1 -> data = in.payload();
                case 2 -> method = in.string();
                default -> in.skip();
            }
        }

        @Override
        Request request() {
            return new Request.Rpc(method, data);
        }
    }

    private static final class SubRefresh extends ProtobufRequest {
        private String channel = "";
        private String token = "";

        @Override
        public void read(int field, ProtobufReader in) throws MalformedCommandException {
            switch (field) {
                case 1 -> channel = in.string();
                case 2 -> token = in.string();
                default -> in.skip();
            }
        }

        @Override
        Request request() {
            return new Request.SubRefresh(channel, token);
        }
    }
}
