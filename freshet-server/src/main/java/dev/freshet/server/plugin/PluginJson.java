package dev.freshet.server.plugin;

import dev.freshet.plugins.HealthReply;
import dev.freshet.plugins.PluginStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// What people are told of plugins, as JSON.
final class PluginJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private PluginJson() {}

    /// Grafana's entries (`id`, `name`, `type`, `signature`, `info.version`), with how each is
    /// doing.
    static byte[] list(List<PluginStatus> plugins, List<JarSource> jars) {
        return JSON.writeValueAsBytes(
                Stream.concat(
                                plugins.stream().map(PluginJson::entry),
                                jars.stream().map(PluginJson::entry))
                        .toList());
    }

    private static Map<String, Object> entry(JarSource jar) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("id", jar.type());
        entry.put("name", jar.type());
        entry.put("type", "datasource");
        entry.put("info", Map.of("version", ""));
        entry.put("signature", "unsigned");
        entry.put("state", jar.source() == null ? "failed" : "running");
        entry.put("since", jar.since().toString());
        entry.put("jar", String.valueOf(jar.jar().getFileName()));
        if (!jar.trouble().isEmpty()) {
            entry.put("reason", jar.trouble());
        }
        return entry;
    }

    private static Map<String, Object> entry(PluginStatus status) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("id", status.id());
        entry.put("name", status.name());
        entry.put("type", status.type());
        entry.put("info", Map.of("version", status.version()));
        entry.put("signature", word(status.signature()));
        entry.put("state", word(status.state()));
        entry.put("since", status.since().toString());
        entry.put("restarts", status.restarts());
        entry.put("droppedPackets", status.droppedPackets());
        if (!status.reason().isEmpty()) {
            entry.put("reason", status.reason());
        }
        if (!status.lastErrorLine().isEmpty()) {
            entry.put("lastError", status.lastErrorLine());
        }
        status.lastExitStatus().ifPresent(exit -> entry.put("lastExitStatus", exit));
        status.pid().ifPresent(pid -> entry.put("pid", pid));
        return entry;
    }

    /// `NOT_STARTED` is `not-started`.
    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// As Grafana answers: `{"status":"OK","message":…}`, with `details` when there are some.
    static byte[] health(HealthReply.Status status, String message, String details) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("status", status.name());
        answer.put("message", message);
        if (!details.isEmpty()) {
            try {
                answer.put("details", JSON.readTree(details));
            } catch (tools.jackson.core.JacksonException e) {
                answer.put("details", details);
            }
        }
        return JSON.writeValueAsBytes(answer);
    }
}
