package dev.freshet.engine.protocol;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.Map;
import java.util.Objects;

/// The protocol's messages (§4) for protobuf-java, which then reads and writes them without any of
/// our code.
final class WireSchema {
    /// One message per line; numbers are as in the protocol's description, `raw` are bytes.
    private static final String MESSAGES =
            """
            Command: id 1 u32, connect 4 ConnectRequest, subscribe 5 SubscribeRequest, \
            unsubscribe 6 UnsubscribeRequest, publish 7 PublishRequest, presence 8 PresenceRequest, \
            presence_stats 9 PresenceStatsRequest, history 10 HistoryRequest, ping 11 PingRequest, \
            send 12 SendRequest, rpc 13 RPCRequest, refresh 14 RefreshRequest, \
            sub_refresh 15 SubRefreshRequest
            Reply: id 1 u32, error 2 Error, push 4 Push, connect 5 ConnectResult, \
            subscribe 6 SubscribeResult, unsubscribe 7 UnsubscribeResult, publish 8 PublishResult, \
            presence 9 PresenceResult, presence_stats 10 PresenceStatsResult, \
            history 11 HistoryResult, ping 12 PingResult, rpc 13 RPCResult, \
            refresh 14 RefreshResult, sub_refresh 15 SubRefreshResult
            Push: id 1 i64, channel 2 string, pub 4 Publication, join 5 Join, leave 6 Leave, \
            unsubscribe 7 Unsubscribe, message 8 Message, subscribe 9 Subscribe, \
            connect 10 Connect, disconnect 11 Disconnect, refresh 12 Refresh
            Error: code 1 u32, message 2 string, temporary 3 bool
            EmulationRequest: node 1 string, session 2 string, data 3 raw
            ConnectRequest: token 1 string, data 2 raw, subs 3 map SubscribeRequest, \
            name 4 string, version 5 string, headers 6 map string, flag 7 i64
            ConnectResult: client 1 string, version 2 string, expires 3 bool, ttl 4 u32, \
            data 5 raw, subs 6 map SubscribeResult, ping 7 u32, pong 8 bool, session 9 string, \
            node 10 string, time 11 i64
            RefreshRequest: token 1 string
            RefreshResult: client 1 string, version 2 string, expires 3 bool, ttl 4 u32
            SubscribeRequest: channel 1 string, token 2 string, recover 3 bool, epoch 6 string, \
            offset 7 u64, data 8 raw, positioned 9 bool, recoverable 10 bool, join_leave 11 bool, \
            delta 12 string, tf 13 FilterNode, flag 14 i64
            SubscribeResult: expires 1 bool, ttl 2 u32, recoverable 3 bool, epoch 6 string, \
            publications 7 list Publication, recovered 8 bool, offset 9 u64, positioned 10 bool, \
            data 11 raw, was_recovering 12 bool, delta 13 bool, id 14 i64
            SubRefreshRequest: channel 1 string, token 2 string
            SubRefreshResult: expires 1 bool, ttl 2 u32
            UnsubscribeRequest: channel 1 string
            UnsubscribeResult:
            PublishRequest: channel 1 string, data 2 raw
            PublishResult:
            PresenceRequest: channel 1 string
            PresenceResult: presence 1 map ClientInfo
            PresenceStatsRequest: channel 1 string
            PresenceStatsResult: num_clients 1 u32, num_users 2 u32
            HistoryRequest: channel 1 string, limit 7 i32, since 8 StreamPosition, reverse 9 bool
            HistoryResult: publications 1 list Publication, epoch 2 string, offset 3 u64
            StreamPosition: offset 1 u64, epoch 2 string
            PingRequest:
            PingResult:
            RPCRequest: data 1 raw, method 2 string
            RPCResult: data 1 raw
            SendRequest: data 1 raw
            FilterNode: op 1 string, key 2 string, cmp 3 string, val 4 string, \
            vals 5 list string, nodes 6 list FilterNode
            ClientInfo: user 1 string, client 2 string, conn_info 3 raw, chan_info 4 raw
            Publication: data 4 raw, info 5 ClientInfo, offset 6 u64, tags 7 map string, \
            delta 8 bool, time 9 i64, channel 10 string
            Join: info 1 ClientInfo
            Leave: info 1 ClientInfo
            Unsubscribe: code 2 u32, reason 3 string
            Subscribe: recoverable 1 bool, epoch 4 string, offset 5 u64, positioned 6 bool, data 7 raw
            Message: data 1 raw
            Connect: client 1 string, version 2 string, data 3 raw, subs 4 map SubscribeResult, \
            expires 5 bool, ttl 6 u32, ping 7 u32, pong 8 bool, session 9 string, node 10 string, \
            time 11 i64
            Disconnect: code 1 u32, reason 2 string, reconnect 3 bool
            Refresh: expires 1 bool, ttl 2 u32
            """;

    private static final Map<String, FieldDescriptorProto.Type> TYPES =
            Map.of(
                    "string", FieldDescriptorProto.Type.TYPE_STRING,
                    "raw", FieldDescriptorProto.Type.TYPE_BYTES,
                    "bool", FieldDescriptorProto.Type.TYPE_BOOL,
                    "u32", FieldDescriptorProto.Type.TYPE_UINT32,
                    "i32", FieldDescriptorProto.Type.TYPE_INT32,
                    "u64", FieldDescriptorProto.Type.TYPE_UINT64,
                    "i64", FieldDescriptorProto.Type.TYPE_INT64);
    private static final FileDescriptor FILE = file();

    private WireSchema() {}

    static Descriptor message(String name) {
        return Objects.requireNonNull(FILE.findMessageTypeByName(name), name);
    }

    private static FileDescriptor file() {
        var file = FileDescriptorProto.newBuilder().setName("client.proto").setSyntax("proto3");
        MESSAGES.lines().forEach(line -> file.addMessageType(messageType(line)));
        try {
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DescriptorProto messageType(String line) {
        int colon = line.indexOf(':');
        var message = DescriptorProto.newBuilder().setName(line.substring(0, colon));
        var fields = line.substring(colon + 1).strip();
        if (!fields.isEmpty()) {
            for (var field : fields.split(", ", -1)) {
                addField(message, field.strip().split(" ", -1));
            }
        }
        return message.build();
    }

    /// @param words name, number, perhaps "list" or "map", type
    private static void addField(DescriptorProto.Builder message, String[] words) {
        int number = Integer.parseInt(words[1]);
        switch (words[2]) {
            case "list" ->
                    message.addField(
                            field(words[0], number, words[3])
                                    .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED));
            case "map" -> {
                var entry = words[0] + "_entry";
                message.addNestedType(
                        DescriptorProto.newBuilder()
                                .setName(entry)
                                .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                                .addField(field("key", 1, "string"))
                                .addField(field("value", 2, words[3])));
                message.addField(
                        field(words[0], number, message.getName() + "." + entry)
                                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED));
            }
            default -> message.addField(field(words[0], number, words[2]));
        }
    }

    private static FieldDescriptorProto.Builder field(String name, int number, String type) {
        var field =
                FieldDescriptorProto.newBuilder()
                        .setName(name)
                        .setNumber(number)
                        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
        var scalar = TYPES.get(type);
        return scalar == null
                ? field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName("." + type)
                : field.setType(scalar);
    }
}
