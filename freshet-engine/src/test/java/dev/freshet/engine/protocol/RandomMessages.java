package dev.freshet.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/// Random messages of the protocol, made by protobuf-java alone.
final class RandomMessages {
    private static final int MAX_DEPTH = 8;
    private static final List<String> WORDS =
            List.of("a", "room", "комната", "😀", "\"", "\\", "\n", "\u0000", "<&>", " ", "é€");

    /// What our records leave out on purpose, and patches, which cannot be random.
    private static final Set<String> NEVER_SENT =
            Set.of(
                    "Push.id",
                    "SubscribeResult.id",
                    "SubscribeResult.delta",
                    "Publication.delta",
                    "Publication.time",
                    "Publication.channel",
                    "Disconnect.reconnect",
                    "Reply.ping");

    private static final Set<String> ALWAYS_THERE =
            Set.of("Publication.data", "Join.info", "Leave.info", "Message.data");

    /// Pushes that belong to a channel.
    private static final Set<String> OF_CHANNELS =
            Set.of("pub", "join", "leave", "subscribe", "unsubscribe");

    private final Random random;

    RandomMessages(Random random) {
        this.random = random;
    }

    /// A command with one operation or any, and fields that nobody knows.
    DynamicMessage command() {
        var type = WireSchema.message("Command");
        if (random.nextBoolean()) {
            return any(type, 0, true);
        }
        var operation = oneOf(type, Set.of("id"));
        return DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName("id"), random.nextInt() | 1)
                .setField(operation, any(operation.getMessageType(), 1, true))
                .build();
    }

    /// A reply as the server writes it: an answer, an error, or a push.
    DynamicMessage reply() {
        var type = WireSchema.message("Reply");
        var reply = DynamicMessage.newBuilder(type);
        var content = oneOf(type, Set.of("id"));
        if (content.getName().equals("push")) {
            return reply.setField(content, push()).build();
        }
        return reply.setField(type.findFieldByName("id"), random.nextInt() | 1)
                .setField(content, any(content.getMessageType(), 1, false))
                .build();
    }

    DynamicMessage push() {
        return push(oneOf(WireSchema.message("Push"), Set.of("id", "channel")));
    }

    /// A publication, join or leave.
    DynamicMessage channelMessage() {
        var names = List.of("pub", "join", "leave");
        return push(WireSchema.message("Push").findFieldByName(names.get(random.nextInt(3))));
    }

    private DynamicMessage push(FieldDescriptor content) {
        var type = content.getContainingType();
        var push =
                DynamicMessage.newBuilder(type)
                        .setField(content, any(content.getMessageType(), 1, false));
        if (OF_CHANNELS.contains(content.getName())) {
            push.setField(type.findFieldByName("channel"), "c" + text());
        }
        return push.build();
    }

    private FieldDescriptor oneOf(Descriptor type, Set<String> without) {
        var fields =
                type.getFields().stream()
                        .filter(field -> !without.contains(field.getName()))
                        .filter(field -> !NEVER_SENT.contains(field.getFullName()))
                        .toList();
        return fields.get(random.nextInt(fields.size()));
    }

    /// @param fromClient true when there may be anything in it
    private DynamicMessage any(Descriptor type, int depth, boolean fromClient) {
        var message = DynamicMessage.newBuilder(type);
        for (var field : type.getFields()) {
            boolean possible = fromClient || !NEVER_SENT.contains(field.getFullName());
            boolean wanted = depth < MAX_DEPTH && random.nextInt(3) > 0;
            if (ALWAYS_THERE.contains(field.getFullName()) || (possible && wanted)) {
                set(message, field, depth, fromClient);
            }
        }
        if (fromClient && random.nextInt(4) == 0) {
            message.setUnknownFields(unknown(0));
        }
        return message.build();
    }

    private void set(
            DynamicMessage.Builder message, FieldDescriptor field, int depth, boolean fromClient) {
        if (!field.isRepeated()) {
            message.setField(field, value(field, depth, fromClient));
            return;
        }
        var keys = new HashSet<String>();
        for (int left = random.nextInt(4); left > 0; left--) {
            if (!field.isMapField()) {
                message.addRepeatedField(field, value(field, depth, fromClient));
                continue;
            }
            var key = text();
            if (keys.add(key)) {
                message.addRepeatedField(field, entry(field, key, depth, fromClient));
            }
        }
    }

    private Message entry(FieldDescriptor map, String key, int depth, boolean fromClient) {
        var type = map.getMessageType();
        var value = type.findFieldByNumber(2);
        return DynamicMessage.newBuilder(type)
                .setField(type.findFieldByNumber(1), key)
                .setField(value, value(value, depth, fromClient))
                .build();
    }

    private Object value(FieldDescriptor field, int depth, boolean fromClient) {
        return switch (field.getType()) {
            case MESSAGE -> any(field.getMessageType(), depth + 1, fromClient);
            case STRING ->
                    field.getFullName().equals("Error.message")
                            ? WireText.cut(text(), ErrorReply.MAX_MESSAGE_BYTES)
                            : text();
            case BYTES -> ByteString.copyFrom(json(), UTF_8);
            case BOOL -> random.nextBoolean();
            // Our records count in signed numbers.
            case UINT32 -> fromClient ? random.nextInt() : (int) number() >>> 1;
            case INT32 -> random.nextInt();
            default -> number();
        };
    }

    /// Of any size, so that varints have all lengths.
    private long number() {
        return random.nextLong() >>> random.nextInt(Long.SIZE);
    }

    private String text() {
        int words = random.nextInt(10) == 0 ? 70 : random.nextInt(5);
        return random.ints(words, 0, WORDS.size())
                .mapToObj(WORDS::get)
                .collect(Collectors.joining());
    }

    /// A JSON value on one line.
    private String json() {
        return switch (random.nextInt(6)) {
            case 0 -> "null";
            case 1 -> Long.toString(random.nextLong());
            case 2 -> "-1.5e+10";
            case 3 -> WireJson.quoted(text().repeat(random.nextInt(100)));
            case 4 -> "[" + json() + "," + json() + "]";
            default -> "{" + WireJson.quoted(text()) + ": " + json() + " }";
        };
    }

    private UnknownFieldSet unknown(int depth) {
        var fields = UnknownFieldSet.newBuilder();
        for (int left = random.nextInt(3); left >= 0; left--) {
            var field =
                    UnknownFieldSet.Field.newBuilder()
                            .addVarint(random.nextLong())
                            .addFixed32(random.nextInt())
                            .addFixed64(random.nextLong())
                            .addLengthDelimited(ByteString.copyFrom(json(), UTF_8));
            if (depth < 3) {
                field.addGroup(unknown(depth + 1));
            }
            fields.mergeField(20 + random.nextInt(100_000), field.build());
        }
        return fields.build();
    }
}
