package dev.freshet.engine.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/// Reads the commands of one frame, one line each (§2, §3).
///
/// Lines in front of a bad one have been handed out by then, as the protocol wants. The frame's
/// bytes are not kept: payloads are copied.
final class JsonCommandReader implements CommandReader {
    private static final long MAX_ID = 0xffff_ffffL;

    private final byte[] frame;
    private final int end;
    private int at;

    /// @param frame UTF-8, which the transport has checked
    JsonCommandReader(byte[] frame, int offset, int length) {
        this.frame = frame;
        this.at = offset;
        this.end = offset + length;
    }

    @Override
    public boolean hasNext() {
        return at <= end;
    }

    @Override
    public int position() {
        return at;
    }

    @Override
    public Command next() throws MalformedCommandException {
        int lineEnd = at;
        while (lineEnd < end && frame[lineEnd] != '\n') {
            lineEnd++;
        }
        int start = at;
        // One line feed at the end of the frame is allowed and begins no further line.
        at = lineEnd + 1 >= end ? end + 1 : lineEnd + 1;
        try (var parser = JsonSyntax.parser(frame, start, lineEnd - start)) {
            return readCommand(new JsonFields(parser, frame, start));
        } catch (JacksonException e) {
            throw new MalformedCommandException("not a JSON command: " + JsonSyntax.describe(e));
        } catch (InvalidJsonException e) {
            throw new MalformedCommandException("not a JSON command: " + e.getMessage());
        }
    }

    /// Reads a connect request that is no command, as unidirectional transports have it (§22).
    ///
    /// @param frame UTF-8, which the transport has checked
    static Request.Connect connectRequest(byte[] frame, int offset, int length)
            throws MalformedCommandException {
        try (var parser = JsonSyntax.parser(frame, offset, length)) {
            var in = new JsonFields(parser, frame, offset);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedCommandException("not a JSON object");
            }
            var request = readConnect(in);
            in.expectEnd();
            return request;
        } catch (JacksonException e) {
            throw new MalformedCommandException("not JSON: " + JsonSyntax.describe(e));
        } catch (InvalidJsonException e) {
            throw new MalformedCommandException("not JSON: " + e.getMessage());
        }
    }

    private static Command readCommand(JsonFields in) throws MalformedCommandException {
        var token = in.parser.nextToken();
        if (token == null) {
            throw new MalformedCommandException("an empty frame or line");
        }
        if (token == JsonToken.VALUE_NULL) {
            in.expectEnd();
            return new Command(0, null, true);
        }
        if (token != JsonToken.START_OBJECT) {
            throw new MalformedCommandException(
                    "a command is a JSON object, not " + token.asString());
        }
        long id = 0;
        Operation operation = null;
        Request request = null;
        boolean send = false;
        while (in.parser.nextToken() != JsonToken.END_OBJECT) {
            var name = in.name();
            var value = in.parser.nextToken();
            if (name.equals("id")) {
                id = value == JsonToken.VALUE_NULL ? id : in.unsigned("id", MAX_ID);
                continue;
            }
            var found = Operation.named(name);
            if (found == null || value == JsonToken.VALUE_NULL) {
                in.parser.skipChildren();
                continue;
            }
            send |= found == Operation.SEND;
            var read = found.read(in);
            if (operation == null || found.compareTo(operation) <= 0) {
                operation = found;
                request = read;
            }
        }
        in.expectEnd();
        boolean pong = id == 0 && !send;
        return new Command(id, pong ? null : request, pong);
    }

    /// The operations in the order in which they win when a command holds several (§5).
    private enum Operation {
        CONNECT,
        SUBSCRIBE,
        UNSUBSCRIBE,
        PUBLISH,
        PRESENCE,
        PRESENCE_STATS,
        HISTORY,
        RPC,
        SEND,
        REFRESH,
        SUB_REFRESH;

        private static final Map<String, Operation> BY_NAME = byName();

        private static Map<String, Operation> byName() {
            var map = new HashMap<String, Operation>();
            for (var operation : values()) {
                map.put(operation.name().toLowerCase(Locale.ROOT), operation);
            }
            return map;
        }

        static @Nullable Operation named(String name) {
            return BY_NAME.get(name);
        }

        Request read(JsonFields in) throws MalformedCommandException {
            if (in.parser.currentToken() != JsonToken.START_OBJECT) {
                throw new MalformedCommandException(
                        name().toLowerCase(Locale.ROOT) + " is an object in a command");
            }
            return switch (this) {
                case CONNECT -> readConnect(in);
                case SUBSCRIBE -> readSubscribe(in);
                case UNSUBSCRIBE -> new Request.Unsubscribe(in.onlyStrings("channel")[0]);
                case PUBLISH -> readPublish(in);
                case PRESENCE -> new Request.Presence(in.onlyStrings("channel")[0]);
                case PRESENCE_STATS -> new Request.PresenceStats(in.onlyStrings("channel")[0]);
                case HISTORY -> readHistory(in);
                case RPC -> readRpc(in);
                case SEND -> readSend(in);
                case REFRESH -> new Request.Refresh(in.onlyStrings("token")[0]);
                case SUB_REFRESH -> {
                    var texts = in.onlyStrings("channel", "token");
                    yield new Request.SubRefresh(texts[0], texts[1]);
                }
            };
        }
    }

    private static Request.Connect readConnect(JsonFields in) throws MalformedCommandException {
        var token = "";
        Payload data = null;
        Map<String, Request.Subscribe> subscriptions = Map.of();
        var name = "";
        var version = "";
        Map<String, String> headers = Map.of();
        while (in.nextField()) {
            switch (in.field) {
                case "token" -> token = in.string();
                case "data" -> data = in.payload();
                case "subs" -> subscriptions = readSubscriptions(in);
                case "name" -> name = in.string();
                case "version" -> version = in.string();
                case "headers" -> headers = readHeaders(in);
                default -> in.parser.skipChildren();
            }
        }
        return new Request.Connect(token, data, subscriptions, name, version, headers);
    }

    private static Map<String, Request.Subscribe> readSubscriptions(JsonFields in)
            throws MalformedCommandException {
        var map = new HashMap<String, Request.Subscribe>();
        if (in.isNull()) {
            return map;
        }
        in.expectObject();
        while (in.parser.nextToken() != JsonToken.END_OBJECT) {
            var channel = in.parser.currentName();
            if (in.parser.nextToken() != JsonToken.VALUE_NULL) {
                in.expectObject();
                map.put(channel, readSubscribe(in));
            }
        }
        return map;
    }

    private static Map<String, String> readHeaders(JsonFields in) throws MalformedCommandException {
        var map = new HashMap<String, String>();
        if (in.isNull()) {
            return map;
        }
        in.expectObject();
        while (in.parser.nextToken() != JsonToken.END_OBJECT) {
            var header = in.parser.currentName();
            in.parser.nextToken();
            map.put(header, in.string());
        }
        return map;
    }

    private static Request.Subscribe readSubscribe(JsonFields in) throws MalformedCommandException {
        var channel = "";
        var token = "";
        boolean recover = false;
        var epoch = "";
        long offset = 0;
        Payload data = null;
        boolean positioned = false;
        boolean recoverable = false;
        boolean joinLeave = false;
        var delta = "";
        FilterNode filter = null;
        long flag = 0;
        while (in.nextField()) {
            switch (in.field) {
                case "channel" -> channel = in.string();
                case "token" -> token = in.string();
                case "recover" -> recover = in.bool();
                case "epoch" -> epoch = in.string();
                case "offset" -> offset = in.offset();
                case "data" -> data = in.payload();
                case "positioned" -> positioned = in.bool();
                case "recoverable" -> recoverable = in.bool();
                case "join_leave" -> joinLeave = in.bool();
                case "delta" -> delta = in.string();
                case "tf" -> filter = readFilter(in);
                case "flag" -> flag = in.integer("flag", Long.MIN_VALUE, Long.MAX_VALUE);
                default -> in.parser.skipChildren();
            }
        }
        return new Request.Subscribe(
                channel,
                token,
                recover,
                epoch,
                offset,
                data,
                positioned,
                recoverable,
                joinLeave,
                delta,
                filter,
                flag);
    }

    private static @Nullable FilterNode readFilter(JsonFields in) throws MalformedCommandException {
        if (in.isNull()) {
            return null;
        }
        in.expectObject();
        var op = "";
        var key = "";
        var cmp = "";
        var val = "";
        List<String> vals = List.of();
        List<FilterNode> nodes = List.of();
        while (in.nextField()) {
            switch (in.field) {
                case "op" -> op = in.string();
                case "key" -> key = in.string();
                case "cmp" -> cmp = in.string();
                case "val" -> val = in.string();
                case "vals" -> vals = in.list(JsonFields::string);
                case "nodes" -> nodes = in.list(JsonCommandReader::readChild);
                default -> in.parser.skipChildren();
            }
        }
        return new FilterNode(op, key, cmp, val, vals, nodes);
    }

    private static FilterNode readChild(JsonFields in) throws MalformedCommandException {
        var node = readFilter(in);
        return node == null ? new FilterNode("", "", "", "", List.of(), List.of()) : node;
    }

    private static Request.History readHistory(JsonFields in) throws MalformedCommandException {
        var channel = "";
        int limit = 0;
        StreamPosition since = null;
        boolean reverse = false;
        while (in.nextField()) {
            switch (in.field) {
                case "channel" -> channel = in.string();
                case "limit" ->
                        limit = (int) in.integer("limit", Integer.MIN_VALUE, Integer.MAX_VALUE);
                case "since" -> since = readPosition(in);
                case "reverse" -> reverse = in.bool();
                default -> in.parser.skipChildren();
            }
        }
        return new Request.History(channel, limit, since, reverse);
    }

    private static @Nullable StreamPosition readPosition(JsonFields in)
            throws MalformedCommandException {
        if (in.isNull()) {
            return null;
        }
        in.expectObject();
        long offset = 0;
        var epoch = "";
        while (in.nextField()) {
            switch (in.field) {
                case "offset" -> offset = in.offset();
                case "epoch" -> epoch = in.string();
                default -> in.parser.skipChildren();
            }
        }
        return new StreamPosition(offset, epoch);
    }

    private static Request.Publish readPublish(JsonFields in) throws MalformedCommandException {
        var channel = "";
        Payload data = null;
        while (in.nextField()) {
            switch (in.field) {
                case "channel" -> channel = in.string();
                case "data" -> data = in.payload();
                default -> in.parser.skipChildren();
            }
        }
        return new Request.Publish(channel, data);
    }

    private static Request.Rpc readRpc(JsonFields in) throws MalformedCommandException {
        var method = "";
        Payload data = null;
        while (in.nextField()) {
            switch (in.field) {
                case "method" -> method = in.string();
                case "data" -> data = in.payload();
                default -> in.parser.skipChildren();
            }
        }
        return new Request.Rpc(method, data);
    }

    private static Request.Send readSend(JsonFields in) throws MalformedCommandException {
        Payload data = null;
        while (in.nextField()) {
            switch (in.field) {
                case "data" -> data = in.payload();
                default -> in.parser.skipChildren();
            }
        }
        return new Request.Send(data);
    }
}
