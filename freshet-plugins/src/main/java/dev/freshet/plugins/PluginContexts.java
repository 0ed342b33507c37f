package dev.freshet.plugins;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.freshet.plugins.wire.AppInstanceSettings;
import dev.freshet.plugins.wire.DataSourceInstanceSettings;
import dev.freshet.plugins.wire.PluginContext;
import dev.freshet.plugins.wire.User;
import dev.freshet.source.DataSource;
import dev.freshet.source.RawJson;
import dev.freshet.source.StreamUser;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tells a plugin on whose behalf it is called.
///
/// Plugins keep one instance per data source, and make a new one whenever its time of change or the
/// configuration differs from the last call's: the same things are always sent the same way.
final class PluginContexts {
    private static final String FEATURES = "GF_INSTANCE_FEATURE_TOGGLES_ENABLE";

    private final FoundPlugin plugin;
    private final Map<String, String> grafanaConfig;
    private final String userAgent;

    PluginContexts(FoundPlugin plugin, PluginHostOptions options) {
        this.plugin = plugin;
        var config = new TreeMap<>(options.grafanaConfig());
        config.putIfAbsent("GF_SQL_MAX_OPEN_CONNS_DEFAULT", "100");
        config.putIfAbsent("GF_SQL_MAX_IDLE_CONNS_DEFAULT", "100");
        config.putIfAbsent("GF_SQL_MAX_CONN_LIFETIME_SECONDS_DEFAULT", "14400");
        config.computeIfPresent(FEATURES, (_, names) -> sorted(names));
        grafanaConfig = config;
        userAgent =
                "Grafana/%s (%s; %s)"
                        .formatted(options.grafanaVersion(), Platform.OS, Platform.ARCH);
    }

    PluginContext of(long orgId, @Nullable StreamUser user, @Nullable DataSource dataSource) {
        var context =
                PluginContext.newBuilder()
                        .setOrgId(orgId)
                        .setPluginId(plugin.id())
                        .setPluginVersion(plugin.version())
                        .setUserAgent(userAgent)
                        .setNamespace(orgId == 1 ? "default" : "org-" + orgId)
                        .putAllGrafanaConfig(grafanaConfig);
        if (user != null) {
            context.setUser(
                    User.newBuilder()
                            .setLogin(user.login())
                            .setName(user.name())
                            .setEmail(user.email())
                            .setRole(user.role()));
        }
        if (dataSource != null) {
            context.setDataSourceInstanceSettings(settings(dataSource));
        } else if (plugin.type().equals("app")) {
            // Without settings an app refuses every call.
            context.setAppInstanceSettings(
                    AppInstanceSettings.newBuilder()
                            .setJsonData(ByteString.copyFromUtf8("{}"))
                            .setLastUpdatedMS(1));
        }
        return context.build();
    }

    static ByteString bytes(@Nullable RawJson json) {
        return json == null ? ByteString.EMPTY : UnsafeByteOperations.unsafeWrap(json.toBytes());
    }

    private static DataSourceInstanceSettings settings(DataSource source) {
        return DataSourceInstanceSettings.newBuilder()
                .setId(source.id())
                .setUid(source.uid())
                .setName(source.name())
                .setUrl(source.url())
                .setUser(source.user())
                .setDatabase(source.database())
                .setBasicAuthEnabled(source.basicAuth())
                .setBasicAuthUser(source.basicAuthUser())
                .setJsonData(bytes(source.jsonData()))
                .putAllDecryptedSecureJsonData(source.secrets())
                .setLastUpdatedMS(source.updated().toEpochMilli())
                .build();
    }

    private static String sorted(String names) {
        return String.join(
                ",",
                Arrays.stream(names.split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .sorted()
                        .distinct()
                        .toList());
    }
}
