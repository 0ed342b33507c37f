package dev.freshet.sources.influxdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What InfluxDB says about why it refused a request.
final class ErrorBody {
    private ErrorBody() {}

    /// Empty when it says nothing, or it is not InfluxDB that says it.
    static String reason(byte[] body) {
        try {
            var json = JsonMapper.shared().readTree(body);
            for (var member : new String[] {"error", "message"}) {
                if (json.path(member).isString()) {
                    return json.path(member).stringValue();
                }
            }
            return "";
        } catch (JacksonException e) {
            var text = new String(body, UTF_8);
            return text.contains("<") ? "" : text;
        }
    }
}
