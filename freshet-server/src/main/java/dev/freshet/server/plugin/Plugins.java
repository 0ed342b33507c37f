package dev.freshet.server.plugin;

import dev.freshet.plugins.PluginHost;
import dev.freshet.plugins.PluginHostOptions;
import dev.freshet.server.config.PluginSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;

/// Starts the host of plugins as the settings say.
public final class Plugins {
    private Plugins() {}

    /// Searches the plugin directory; starts no program yet.
    ///
    /// @param data the server's data directory
    /// @param rootUrl where browsers reach this server, for plugins that link back
    /// @throws IllegalArgumentException when a setting cannot work, with a sentence
    public static PluginHost start(
            PluginSettings settings, Path data, String rootUrl, InstantSource clock) {
        var config = new TreeMap<String, String>();
        config.put("GF_APP_URL", rootUrl);
        return PluginHost.start(
                PluginHostOptions.builder(RuntimeDirectory.of(settings.runtimeDirectory(), data))
                        .directories(List.of(settings.directory()))
                        .allowUnsigned(settings.allowUnsigned())
                        .developmentMode(settings.developmentMode())
                        .settings(settings.settings())
                        .hostEnvironment(System.getenv())
                        .grafanaConfig(config)
                        .maxPacketBytes(settings.maxPacketBytes())
                        .mutualTls(settings.mutualTls())
                        .startTimeout(settings.startTimeout())
                        .callTimeout(settings.callTimeout())
                        .clock(clock)
                        .build());
    }
}
