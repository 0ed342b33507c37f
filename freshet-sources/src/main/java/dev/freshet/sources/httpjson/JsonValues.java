package dev.freshet.sources.httpjson;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.Column;
import dev.freshet.source.ColumnBuilder;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.FieldType;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.TimeValues;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Columns of frames, made of JSON values.
final class JsonValues {
    private JsonValues() {}

    /// @throws SourceException when a value is not of the field's type
    static Column column(JsonField field, List<JsonNode> values) throws SourceException {
        var type = field.type() == JsonField.Type.AUTO ? typeOf(values) : field.type();
        return switch (type) {
            case TIME -> {
                var column = TimeColumn.builder();
                for (var value : values) {
                    append(column, time(field, value), column::append);
                }
                yield column.build();
            }
            case NUMBER -> {
                var column = DoubleColumn.builder(FieldType.FLOAT64);
                for (var value : values) {
                    append(column, number(field, value), column::append);
                }
                yield column.build();
            }
            case BOOLEAN -> {
                var column = BooleanColumn.builder();
                for (var value : values) {
                    append(column, truth(field, value), column::append);
                }
                yield column.build();
            }
            case JSON -> {
                var column = JsonColumn.builder();
                for (var value : values) {
                    append(
                            column,
                            isNothing(value) ? null : RawJson.of(value.toString().getBytes(UTF_8)),
                            column::append);
                }
                yield column.build();
            }
            case STRING, AUTO -> {
                var column = StringColumn.builder();
                for (var value : values) {
                    append(column, text(value), column::append);
                }
                yield column.build();
            }
        };
    }

    private static <T> void append(ColumnBuilder column, @Nullable T value, Consumer<T> append) {
        if (value == null) {
            column.appendNull();
        } else {
            append.accept(value);
        }
    }

    private static JsonField.Type typeOf(List<JsonNode> values) {
        JsonField.Type type = JsonField.Type.AUTO;
        for (var value : values) {
            if (!isNothing(value)) {
                var own =
                        value.isNumber()
                                ? JsonField.Type.NUMBER
                                : value.isBoolean()
                                        ? JsonField.Type.BOOLEAN
                                        : JsonField.Type.STRING;
                if (type != JsonField.Type.AUTO && type != own) {
                    return JsonField.Type.STRING;
                }
                type = own;
            }
        }
        return type;
    }

    static boolean areNothing(List<JsonNode> values) {
        return values.stream().allMatch(JsonValues::isNothing);
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    /// Nanoseconds; null when there is no time.
    static @Nullable Long time(JsonField field, JsonNode value) throws SourceException {
        if (isNothing(value)) {
            return null;
        }
        var nanos = time(field.timeFormat(), value);
        if (nanos == null) {
            throw wrong(field, value, "a time", "Set its timeFormat: rfc3339, s, ms, us or ns.");
        }
        return nanos;
    }

    private static @Nullable Long time(JsonField.TimeFormat format, JsonNode value) {
        var number = decimal(value);
        return switch (format) {
            case S, MS, US, NS ->
                    number == null ? null : TimeValues.ofEpoch(number, format.digits());
            case RFC3339 -> value.isString() ? TimeValues.ofText(value.stringValue()) : null;
            case AUTO ->
                    number != null
                            ? TimeValues.ofEpoch(number)
                            : value.isString() ? TimeValues.ofText(value.stringValue()) : null;
        };
    }

    /// A finite number; null when there is none.
    static @Nullable Double number(JsonField field, JsonNode value) throws SourceException {
        if (isNothing(value) || (value.isString() && value.stringValue().isBlank())) {
            return null;
        }
        var number = decimal(value);
        if (number == null) {
            throw wrong(field, value, "a number", "Set its type to string or json.");
        }
        double finite = number.doubleValue();
        return Double.isFinite(finite) ? (Double) finite : null;
    }

    /// Numbers are also read from texts, as many services write them.
    private static @Nullable BigDecimal decimal(JsonNode value) {
        if (!value.isNumber() && !value.isString()) {
            return null;
        }
        try {
            var text = value.asString().strip();
            return text.length() > 100 ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Boolean truth(JsonField field, JsonNode value) throws SourceException {
        if (isNothing(value)) {
            return null;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.asString("").equals("true") || value.asString("").equals("false")) {
            return value.asString().equals("true");
        }
        throw wrong(field, value, "true or false", "Set its type to string or json.");
    }

    private static @Nullable String text(JsonNode value) {
        if (isNothing(value)) {
            return null;
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static SourceException wrong(
            JsonField field, JsonNode value, String wanted, String hint) {
        var text = value.toString();
        return new SourceException(
                "Field \"%s\" has the value %s, which is not %s."
                        .formatted(Shown.of(field.name()), Shown.of(text), wanted),
                hint);
    }
}
