package dev.freshet.server.provisioning;

import dev.freshet.source.RawJson;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes a YAML value as JSON. Numbers keep their kind and digits; texts are expanded.
final class YamlJson {
    private static final JsonFactory JSON = new JsonFactory();

    /// Far more than anybody writes by hand: aliases of aliases can stand for endless text.
    private static final int MOST_VALUES = 100_000;

    private static final int DEEPEST = 100;

    /// No file is longer; only aliases make more of it.
    private static final int MOST_CHARACTERS = 1 << 20;

    private final UnaryOperator<String> expand;
    private int values;
    private int characters;

    /// @param expand applied to every text
    YamlJson(UnaryOperator<String> expand) {
        this.expand = expand;
    }

    /// @throws IllegalArgumentException with a sentence when JSON has no such value
    RawJson write(Node node) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(node, json, 0);
        }
        return RawJson.of(text.toString());
    }

    private void write(Node node, JsonGenerator json, int depth) {
        if (depth > DEEPEST || values++ > MOST_VALUES) {
            throw new IllegalArgumentException(
                    "is nested more than 100 deep or has more than 100,000 values.");
        }
        switch (node) {
            case MappingNode mapping -> {
                json.writeStartObject();
                var names = new HashSet<String>();
                for (var tuple : YamlMapping.entries(mapping)) {
                    var name = counted(key(tuple.getKeyNode()));
                    if (!names.add(name)) {
                        throw new IllegalArgumentException("has the key " + name + " twice.");
                    }
                    json.writeName(name);
                    write(tuple.getValueNode(), json, depth + 1);
                }
                json.writeEndObject();
            }
            case SequenceNode sequence -> {
                json.writeStartArray();
                for (var each : sequence.getValue()) {
                    write(each, json, depth + 1);
                }
                json.writeEndArray();
            }
            case ScalarNode scalar -> write(scalar, json);
            default -> throw new IllegalArgumentException("is no value that JSON has.");
        }
    }

    private String counted(String text) {
        characters += text.length();
        if (characters > MOST_CHARACTERS) {
            throw new IllegalArgumentException("has more than 1,048,576 characters.");
        }
        return text;
    }

    private static String key(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new IllegalArgumentException("has a key that is no text.");
    }

    private void write(ScalarNode scalar, JsonGenerator json) {
        var text = counted(scalar.getValue());
        var tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            json.writeNull();
        } else if (tag.equals(Tag.BOOL)) {
            json.writeBoolean(text.toLowerCase(Locale.ROOT).equals("true"));
        } else if (tag.equals(Tag.INT)) {
            json.writeNumber(whole(text));
        } else if (tag.equals(Tag.FLOAT)) {
            json.writeNumber(real(text));
        } else {
            json.writeString(expand.apply(text));
        }
    }

    private static BigInteger whole(String text) {
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16);
        }
        return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    }

    private static BigDecimal real(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("has the number " + text + ", which JSON has not.");
        }
    }
}
