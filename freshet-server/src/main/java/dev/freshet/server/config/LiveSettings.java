package dev.freshet.server.config;

import java.time.Duration;
import java.util.List;

/// `[live]` and `[freshet.live]`: sockets and streams.
///
/// @param maxConnections -1 for no limit, 0 turns Live off
/// @param messageSizeLimit bytes of a client's message, [Integer#MAX_VALUE] for no limit
/// @param allowedOrigins patterns, not compiled
/// @param managedIdleTtl after which a channel without frames is forgotten
/// @param managedMaxChannels per organisation
/// @param managedMaxBytes per organisation
/// @param pluginSubscribeTimeout for a source's answer to SubscribeStream
public record LiveSettings(
        int maxConnections,
        int messageSizeLimit,
        List<String> allowedOrigins,
        LimitClose limitClose,
        Duration managedIdleTtl,
        int managedMaxChannels,
        long managedMaxBytes,
        Duration pluginSubscribeTimeout) {
    private static final int GRAFANA_FALLBACK = 64 * 1024;

    /// How a connection above the limit is closed.
    public enum LimitClose {
        /// With 3504, after which the client gives up.
        TERMINAL,
        /// With a code after which the client tries again.
        RETRY
    }

    public LiveSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        if (maxConnections < -1 || messageSizeLimit < 1) {
            throw new IllegalArgumentException(
                    "maxConnections " + maxConnections + ", messageSizeLimit " + messageSizeLimit);
        }
    }

    static LiveSettings from(Values values) {
        if (!values.get(Keys.HA_ENGINE).isEmpty()) {
            values.reject(
                    Keys.HA_ENGINE,
                    "is not available: this version runs as one node; leave ha_engine empty");
        }
        return new LiveSettings(
                values.get(Keys.MAX_CONNECTIONS),
                messageSize(values.get(Keys.MESSAGE_SIZE_LIMIT)),
                values.get(Keys.ALLOWED_ORIGINS),
                values.get(Keys.LIMIT_CLOSE),
                values.get(Keys.MANAGED_IDLE_TTL),
                values.get(Keys.MANAGED_MAX_CHANNELS),
                values.get(Keys.MANAGED_MAX_BYTES),
                values.get(Keys.PLUGIN_SUBSCRIBE_TIMEOUT));
    }

    private static int messageSize(long configured) {
        if (configured == 0) {
            return GRAFANA_FALLBACK;
        }
        return configured < 0 ? Integer.MAX_VALUE : Math.toIntExact(configured);
    }
}
