package dev.freshet.engine.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a server would call to send a reply or push that protobuf-java holds.
final class WireRecords {
    /// Writes one message.
    interface Sending {
        void write(Codec codec, ByteBuf out);
    }

    private WireRecords() {}

    /// @throws IllegalArgumentException when our records cannot express it
    static Sending sending(Message message) {
        if (message.getAllFields().isEmpty()) {
            return Codec::writePing;
        }
        return message.getDescriptorForType().getName().equals("Push")
                ? push(message)
                : reply(message);
    }

    private static Sending reply(Message reply) {
        if (has(reply, "push")) {
            return push(message(reply, "push"));
        }
        long id = Integer.toUnsignedLong((Integer) reply.getField(field(reply, "id")));
        if (has(reply, "error")) {
            var error = error(message(reply, "error"));
            return (codec, out) -> codec.writeError(out, id, error);
        }
        var content = content(reply, "id");
        var result = result(content.getName(), (Message) reply.getField(content));
        return (codec, out) -> codec.writeResult(out, id, result);
    }

    /// The field that is set besides the given one.
    private static FieldDescriptor content(Message message, String besides) {
        return message.getAllFields().keySet().stream()
                .filter(field -> !field.getName().equals(besides))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no record for " + message));
    }

    private static ErrorReply error(Message error) {
        return new ErrorReply(
                integer(error, "code"), text(error, "message"), flag(error, "temporary"));
    }

    private static Result result(String operation, Message from) {
        return switch (operation) {
            case "connect" -> connect(from);
            case "subscribe" -> subscribe(from);
            case "unsubscribe" -> new Result.Unsubscribe();
            case "publish" -> new Result.Publish();
            case "presence" -> new Result.Presence(map(from, "presence", WireRecords::clientInfo));
            case "presence_stats" ->
                    new Result.PresenceStats(
                            integer(from, "num_clients"), integer(from, "num_users"));
            case "history" ->
                    new Result.History(
                            publications(from),
                            new StreamPosition(number(from, "offset"), text(from, "epoch")));
            case "rpc" -> new Result.Rpc(payload(from, "data"));
            case "refresh" ->
                    new Result.Refresh(
                            text(from, "client"),
                            text(from, "version"),
                            flag(from, "expires"),
                            integer(from, "ttl"));
            case "sub_refresh" ->
                    new Result.SubRefresh(flag(from, "expires"), integer(from, "ttl"));
            default -> throw new IllegalArgumentException("no record for " + operation);
        };
    }

    private static Result.Connect connect(Message from) {
        return new Result.Connect(
                text(from, "client"),
                text(from, "version"),
                flag(from, "expires"),
                integer(from, "ttl"),
                payload(from, "data"),
                map(from, "subs", WireRecords::subscribe),
                integer(from, "ping"),
                flag(from, "pong"),
                text(from, "session"),
                text(from, "node"),
                number(from, "time"));
    }

    private static Result.Subscribe subscribe(Message from) {
        without(from, "id");
        return new Result.Subscribe(
                flag(from, "expires"),
                integer(from, "ttl"),
                flag(from, "recoverable"),
                text(from, "epoch"),
                publications(from),
                flag(from, "recovered"),
                number(from, "offset"),
                flag(from, "positioned"),
                payload(from, "data"),
                flag(from, "was_recovering"),
                flag(from, "delta"));
    }

    private static Sending push(Message push) {
        without(push, "id");
        var channel = text(push, "channel");
        if (has(push, "pub") || has(push, "join") || has(push, "leave")) {
            var message = channelMessage(push);
            return (codec, out) -> codec.writeMessage(out, codec.channelPrefix(channel), message);
        }
        var record = unasked(channel, push);
        return (codec, out) -> codec.writePush(out, record);
    }

    /// The publication, join or leave in a push.
    static ChannelMessage channelMessage(Message push) {
        if (has(push, "pub")) {
            return publication(message(push, "pub"));
        }
        return has(push, "join")
                ? new ChannelMessage.Join(clientInfo(message(message(push, "join"), "info")))
                : new ChannelMessage.Leave(clientInfo(message(message(push, "leave"), "info")));
    }

    private static Push unasked(String channel, Message push) {
        var content = content(push, "channel");
        var from = (Message) push.getField(content);
        return switch (content.getName()) {
            case "subscribe" ->
                    new Push.Subscribe(
                            channel,
                            flag(from, "recoverable"),
                            text(from, "epoch"),
                            number(from, "offset"),
                            flag(from, "positioned"),
                            payload(from, "data"));
            case "unsubscribe" ->
                    new Push.Unsubscribe(channel, integer(from, "code"), text(from, "reason"));
            case "message" -> new Push.Message(data(from));
            case "connect" -> new Push.Connect(connect(from));
            case "disconnect" -> {
                without(from, "reconnect");
                yield new Push.Disconnect(integer(from, "code"), text(from, "reason"));
            }
            case "refresh" -> new Push.Refresh(flag(from, "expires"), integer(from, "ttl"));
            default -> throw new IllegalArgumentException("no record for " + push);
        };
    }

    private static List<Publication> publications(Message from) {
        return messages(from, "publications").stream().map(WireRecords::publication).toList();
    }

    private static Publication publication(Message from) {
        without(from, "delta", "time", "channel");
        var info = has(from, "info") ? clientInfo(message(from, "info")) : null;
        return Publication.of(data(from), info, 0)
                .withTags(map(from, "tags"))
                .at(new StreamPosition(number(from, "offset"), ""), 0);
    }

    private static ClientInfo clientInfo(Message from) {
        return new ClientInfo(
                text(from, "user"),
                text(from, "client"),
                payload(from, "conn_info"),
                payload(from, "chan_info"));
    }

    // ---- fields

    private static FieldDescriptor field(Message message, String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }

    private static boolean has(Message message, String name) {
        return message.hasField(field(message, name));
    }

    private static void without(Message message, String... names) {
        for (var name : names) {
            if (has(message, name)) {
                throw new IllegalArgumentException("no record for " + name);
            }
        }
    }

    private static Message message(Message message, String name) {
        return (Message) message.getField(field(message, name));
    }

    private static List<Message> messages(Message message, String name) {
        var field = field(message, name);
        return IntStream.range(0, message.getRepeatedFieldCount(field))
                .mapToObj(i -> (Message) message.getRepeatedField(field, i))
                .toList();
    }

    private static Map<String, String> map(Message message, String name) {
        var map = new LinkedHashMap<String, String>();
        messages(message, name).forEach(each -> map.put(text(each, "key"), text(each, "value")));
        return map;
    }

    private static <T> Map<String, T> map(
            Message message, String name, Function<Message, T> value) {
        var map = new LinkedHashMap<String, T>();
        messages(message, name)
                .forEach(each -> map.put(text(each, "key"), value.apply(message(each, "value"))));
        return map;
    }

    private static String text(Message message, String name) {
        return (String) message.getField(field(message, name));
    }

    private static boolean flag(Message message, String name) {
        return (Boolean) message.getField(field(message, name));
    }

    private static long number(Message message, String name) {
        return (Long) message.getField(field(message, name));
    }

    private static int integer(Message message, String name) {
        int value = (Integer) message.getField(field(message, name));
        if (value < 0) {
            throw new IllegalArgumentException("no record for " + name + " above 31 bits");
        }
        return value;
    }

    private static Payload data(Message message) {
        return Objects.requireNonNull(payload(message, "data"));
    }

    private static @Nullable Payload payload(Message message, String name) {
        var bytes = (ByteString) message.getField(field(message, name));
        return bytes.isEmpty() ? null : Payload.ofBytes(bytes.toByteArray());
    }
}
