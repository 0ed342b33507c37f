package dev.freshet.server.cli;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// One line that the server sent on the socket, as far as a subscriber needs it
/// (`spec/centrifuge-protocol.md`). Data stays the text that it is.
sealed interface ServerLine {
    record Ping() implements ServerLine {}

    /// A command succeeded.
    ///
    /// @param pingSeconds how often the server pings, of a connect reply; otherwise 0
    /// @param data what a subscribe reply shows at once, empty when nothing
    record Accepted(int id, int pingSeconds, String data) implements ServerLine {}

    /// A command was refused.
    ///
    /// @param temporary the same command may be accepted later
    record Refused(int id, int code, String message, boolean temporary) implements ServerLine {}

    record Published(String channel, String data) implements ServerLine {}

    record Unsubscribed(String channel, int code, String reason) implements ServerLine {}

    /// Something that does not concern a subscriber.
    record Other() implements ServerLine {}

    /// Reads a line.
    ///
    /// @throws JacksonException when it is no JSON
    static ServerLine parse(String line) {
        return line.equals("{}") ? new Ping() : new Members(line).read();
    }

    /// The members of a line that matter, gathered in one pass.
    final class Members {
        private static final JsonFactory JSON = new JsonFactory();

        private final String line;
        private int id;
        private int ping;
        private int errorCode;
        private String errorMessage = "";
        private boolean temporary;
        private String channel = "";
        private String data = "";
        private boolean published;
        private int unsubscribeCode;
        private String unsubscribeReason = "";

        private Members(String line) {
            this.line = line;
        }

        private ServerLine read() {
            try (var parser = JSON.createParser(ObjectReadContext.empty(), line)) {
                for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    if (token == JsonToken.PROPERTY_NAME) {
                        member(parser);
                    }
                }
            }
            return result();
        }

        private void member(JsonParser parser) {
            switch (parser.streamReadContext().pathAsPointer().toString()) {
                case "/id" -> id = parser.nextIntValue(0);
                case "/connect/ping" -> ping = parser.nextIntValue(0);
                case "/subscribe/data" -> data = value(parser);
                case "/error/code" -> errorCode = parser.nextIntValue(0);
                case "/error/message" -> errorMessage = text(parser);
                case "/error/temporary" -> temporary = parser.nextToken() == JsonToken.VALUE_TRUE;
                case "/push/channel" -> channel = text(parser);
                case "/push/pub/data" -> {
                    data = value(parser);
                    published = true;
                }
                case "/push/unsubscribe/code" -> unsubscribeCode = parser.nextIntValue(0);
                case "/push/unsubscribe/reason" -> unsubscribeReason = text(parser);
                default -> {}
            }
        }

        private static String text(JsonParser parser) {
            parser.nextToken();
            return parser.getValueAsString("");
        }

        private String value(JsonParser parser) {
            parser.nextToken();
            int start = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            parser.finishToken();
            return line.substring(start, (int) parser.currentLocation().getCharOffset());
        }

        private ServerLine result() {
            if (id > 0) {
                return errorCode > 0
                        ? new Refused(id, errorCode, errorMessage, temporary)
                        : new Accepted(id, ping, data);
            }
            if (published) {
                return new Published(channel, data);
            }
            return unsubscribeCode > 0
                    ? new Unsubscribed(channel, unsubscribeCode, unsubscribeReason)
                    : new Other();
        }
    }
}
