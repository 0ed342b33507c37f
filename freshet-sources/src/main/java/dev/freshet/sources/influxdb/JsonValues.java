package dev.freshet.sources.influxdb;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Values of answers in JSON.
final class JsonValues {
    private JsonValues() {}

    /// A [Long], [Double], [Boolean] or [String]; null when it is null.
    static @Nullable Object of(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return null;
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isNumber()) {
            return node.doubleValue(Double.NaN);
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isString() ? node.stringValue() : node.toString();
    }
}
