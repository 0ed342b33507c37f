package dev.freshet.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Backend plugins: `[paths] plugins`, `[plugins]`, `[plugin.<id>]` and `[freshet.plugins]`.
///
/// @param directory searched for plugins
/// @param allowUnsigned plugins that may run although nobody vouches for them
/// @param developmentMode all such may run
/// @param settings plugin id → key → value, handed to the plugin's program
/// @param runtimeDirectory of sockets and process records; null for one of our choice
/// @param maxPacketBytes the largest message taken from a plugin
/// @param mutualTls plugins and server prove to each other who they are
/// @param startTimeout how long a program may take to come up
/// @param callTimeout how long a call may take
public record PluginSettings(
        Path directory,
        Set<String> allowUnsigned,
        boolean developmentMode,
        Map<String, Map<String, String>> settings,
        @Nullable Path runtimeDirectory,
        int maxPacketBytes,
        boolean mutualTls,
        Duration startTimeout,
        Duration callTimeout) {
    private static final String PREFIX = "plugin.";

    public PluginSettings {
        allowUnsigned = Set.copyOf(allowUnsigned);
        settings = Map.copyOf(settings);
    }

    static PluginSettings from(Values values) {
        return new PluginSettings(
                values.pathOrDefault(Keys.PLUGINS),
                Set.copyOf(values.get(Keys.PLUGINS_UNSIGNED)),
                values.get(Keys.APP_MODE) == AppMode.DEVELOPMENT,
                sections(values),
                values.path(Keys.PLUGINS_RUNTIME_DIR),
                Math.toIntExact(values.get(Keys.PLUGINS_MAX_PACKET)),
                values.get(Keys.PLUGINS_MUTUAL_TLS),
                values.get(Keys.PLUGINS_START_TIMEOUT),
                values.get(Keys.PLUGINS_CALL_TIMEOUT));
    }

    private static Map<String, Map<String, String>> sections(Values values) {
        var all = new TreeMap<String, Map<String, String>>();
        for (var section : values.sections(PREFIX)) {
            all.put(section.substring(PREFIX.length()), values.raw(section));
        }
        return all;
    }

    /// May hold secrets of plugins.
    @Override
    public String toString() {
        return "PluginSettings[" + directory + ", " + List.copyOf(settings.keySet()) + "]";
    }

    /// `app_mode`.
    enum AppMode {
        PRODUCTION,
        DEVELOPMENT
    }
}
