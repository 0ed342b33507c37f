package dev.freshet.engine.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Commands that come beside a stream, in a request of their own (§21).
///
/// @param node where the stream is
/// @param session whose stream it is
/// @param data the commands as the request has them; the form of the session says how to read them
public record EmulationRequest(String node, String session, Payload data) {
    private static final Payload NOTHING = Payload.ofBytes(new byte[0]);

    /// Reads the JSON form.
    ///
    /// @throws MalformedCommandException when it is no JSON object with strings where they belong
    public static EmulationRequest json(byte[] body) throws MalformedCommandException {
        if (Utf8.firstInvalid(body, 0, body.length) >= 0) {
            throw new MalformedCommandException("the request is not valid UTF-8");
        }
        try (var parser = JsonSyntax.parser(body, 0, body.length)) {
            return json(parser, body);
        } catch (JacksonException e) {
            throw new MalformedCommandException("not JSON: " + JsonSyntax.describe(e));
        } catch (InvalidJsonException e) {
            throw new MalformedCommandException("not JSON: " + e.getMessage());
        }
    }

    private static EmulationRequest json(JsonParser parser, byte[] body)
            throws MalformedCommandException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedCommandException("the request is not a JSON object");
        }
        var node = "";
        var session = "";
        var data = NOTHING;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName().toLowerCase(Locale.ROOT);
            parser.nextToken();
            switch (name) {
                case "node" -> node = text(parser, name);
                case "session" -> session = text(parser, name);
                case "data" -> data = value(parser, body);
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new MalformedCommandException("text behind the request");
        }
        return new EmulationRequest(node, session, data);
    }

    private static String text(JsonParser parser, String name) throws MalformedCommandException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getString();
            case VALUE_NULL -> "";
            default -> throw new MalformedCommandException(name + " is not a string");
        };
    }

    private static Payload value(JsonParser parser, byte[] body) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        return Payload.ofValidJson(body, from, to - from);
    }

    /// Reads the Protobuf form.
    ///
    /// @throws MalformedCommandException when it is empty or no such message
    public static EmulationRequest protobuf(byte[] body) throws MalformedCommandException {
        if (body.length == 0) {
            throw new MalformedCommandException("the request is empty");
        }
        var fields = new ProtobufForm();
        new ProtobufReader(body, 0, body.length).rest(fields);
        return new EmulationRequest(fields.node, fields.session, fields.data);
    }

    private static final class ProtobufForm implements ProtobufReader.Message {
        private String node = "";
        private String session = "";
        private Payload data = NOTHING;

        @Override
        public void read(int field, ProtobufReader in) throws MalformedCommandException {
            switch (field) {
                case 1 -> node = in.string();
                case 2 -> session = in.string();
                case 3 -> data = Objects.requireNonNullElse(in.payload(), NOTHING);
                default -> in.skip();
            }
        }
    }

    public byte[] toProtobuf() {
        var writer = new ProtobufWriter();
        writer.text(1, node);
        writer.text(2, session);
        writer.payload(3, data);
        return writer.toByteArray();
    }

    /// The commands for a session in JSON, which stand in a JSON string; null when they do not.
    public byte @Nullable [] jsonCommands() {
        var bytes = data.bytes();
        if (Utf8.firstInvalid(bytes, 0, bytes.length) >= 0) {
            return null;
        }
        try (var parser = JsonSyntax.parser(bytes, 0, bytes.length)) {
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                return null;
            }
            var commands = parser.getString().getBytes(StandardCharsets.UTF_8);
            return parser.nextToken() == null ? commands : null;
        } catch (JacksonException | InvalidJsonException notJson) {
            return null;
        }
    }

    /// The commands for a session in Protobuf, which stand in the request as they are.
    public byte[] protobufCommands() {
        return data.toByteArray();
    }
}
