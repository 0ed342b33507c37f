package dev.freshet.engine.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The fields of the JSON object that is being read, one after the other, and their values as a
/// command may have them; what it may not have is refused with the field's name.
final class JsonFields {
    /// How one element of a list is read.
    interface Element<T> {
        T read(JsonFields in) throws MalformedCommandException;
    }

    final JsonParser parser;
    private final byte[] frame;
    private final int base;
    String field = "";

    JsonFields(JsonParser parser, byte[] frame, int base) {
        this.parser = parser;
        this.frame = frame;
        this.base = base;
    }

    /// Steps to the next field and its value; false at the object's end.
    boolean nextField() {
        if (parser.nextToken() == JsonToken.END_OBJECT) {
            return false;
        }
        field = name();
        parser.nextToken();
        return true;
    }

    /// The current field's name; names match without regard to case (§3).
    String name() {
        var name = parser.currentName();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c >= 'A' && c <= 'Z') || c > 0x7f) {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return name;
    }

    String[] onlyStrings(String... names) throws MalformedCommandException {
        var values = new String[names.length];
        Arrays.fill(values, "");
        while (nextField()) {
            int at = Arrays.asList(names).indexOf(field);
            if (at < 0) {
                parser.skipChildren();
            } else {
                values[at] = string();
            }
        }
        return values;
    }

    String string() throws MalformedCommandException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> WireText.wellFormed(parser.getString());
            case VALUE_NULL -> "";
            default -> throw new MalformedCommandException(field + " is a string in a command");
        };
    }

    boolean bool() throws MalformedCommandException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default ->
                    throw new MalformedCommandException(field + " is true or false in a command");
        };
    }

    /// A list; null is an empty one.
    <T> List<T> list(Element<T> element) throws MalformedCommandException {
        if (isNull()) {
            return List.of();
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedCommandException(field + " is a list in a command");
        }
        var name = field;
        var list = new ArrayList<T>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            field = name;
            list.add(element.read(this));
        }
        return list;
    }

    /// An offset: 64 bits, unsigned.
    long offset() throws MalformedCommandException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            var value = parser.getBigIntegerValue();
            if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
                throw notWithin(field, "0", "18446744073709551615");
            }
            return value.longValue();
        }
        return unsigned(field, Long.MAX_VALUE);
    }

    long unsigned(String name, long max) throws MalformedCommandException {
        return integer(name, 0, max);
    }

    long integer(String name, long min, long max) throws MalformedCommandException {
        if (isNull()) {
            return 0;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new MalformedCommandException(name + " is a whole number in a command");
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                || parser.getLongValue() < min
                || parser.getLongValue() > max) {
            throw notWithin(name, Long.toString(min), Long.toString(max));
        }
        return parser.getLongValue();
    }

    private MalformedCommandException notWithin(String name, String min, String max) {
        return new MalformedCommandException(
                name
                        + " is "
                        + parser.getString()
                        + ", not a whole number from "
                        + min
                        + " to "
                        + max);
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /// The current value as it stands in the frame; here null is a value like others (§5).
    Payload payload() {
        int from = base + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = base + (int) parser.currentLocation().getByteOffset();
        return Payload.ofValidJson(frame, from, to - from);
    }

    void expectObject() throws MalformedCommandException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedCommandException(field + " is an object in a command");
        }
    }

    void expectEnd() throws MalformedCommandException {
        if (parser.nextToken() != null) {
            throw new MalformedCommandException("text behind the command in one line");
        }
    }
}
