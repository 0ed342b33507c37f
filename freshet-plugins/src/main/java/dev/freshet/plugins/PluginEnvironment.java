package dev.freshet.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The environment of a plugin's process: what it needs, and nothing else of the host's.
final class PluginEnvironment {
    private static final List<String> HANDED_DOWN =
            List.of(
                    "PATH",
                    "HOME",
                    "TZ",
                    "LANG",
                    "SSL_CERT_FILE",
                    "SSL_CERT_DIR",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "NO_PROXY",
                    "http_proxy",
                    "https_proxy",
                    "no_proxy",
                    "SYSTEMROOT");
    private static final String FEATURES = "GF_INSTANCE_FEATURE_TOGGLES_ENABLE";

    private PluginEnvironment() {}

    /// @param clientCertificate PEM, null without mutual TLS
    static Map<String, String> of(
            String id,
            PluginHostOptions options,
            Path socketDirectory,
            @Nullable String clientCertificate) {
        var environment = new TreeMap<String, String>();
        Map<String, String> host = options.hostEnvironment();
        for (String name : HANDED_DOWN) {
            String value = host.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.put("grafana_plugin_type", "datasource");
        environment.put("PLUGIN_PROTOCOL_VERSIONS", "2");
        environment.put("PLUGIN_MIN_PORT", "10000");
        environment.put("PLUGIN_MAX_PORT", "25000");
        environment.put("PLUGIN_UNIX_SOCKET_DIR", socketDirectory.toString());
        // Programs older than that variable put their socket into the temporary directory.
        environment.put("TMPDIR", socketDirectory.toString());
        environment.put("GF_VERSION", options.grafanaVersion());
        environment.put("GF_EDITION", "Open Source");
        String features = options.grafanaConfig().get(FEATURES);
        if (features != null && !features.isEmpty()) {
            environment.put(FEATURES, features);
        }
        if (clientCertificate != null) {
            environment.put("PLUGIN_CLIENT_CERT", clientCertificate);
        }
        options.settings()
                .getOrDefault(id, Map.of())
                .forEach((key, value) -> {
                    if (!key.equals("path") && !key.equals("id")) {
                        String name = "GF_PLUGIN_" + key.toUpperCase(Locale.ROOT);
                        environment.put(name, host.getOrDefault(name, value));
                    }
                });
        return environment;
    }
}
