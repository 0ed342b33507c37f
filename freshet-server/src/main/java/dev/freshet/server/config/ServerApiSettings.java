package dev.freshet.server.config;

/// `[freshet.server_api]`: who may use the server API, where it is served, and how much one request
/// may ask for.
///
/// @param key whoever shows it may do everything; not set when nobody can
/// @param admins true when Admins may use it as themselves
/// @param compatiblePaths true to serve `/api/publish` and its siblings too
/// @param address of `port`; empty for that of the server
/// @param port of its own, -1 for that of the server
public record ServerApiSettings(
        boolean enabled,
        Secret key,
        boolean admins,
        boolean compatiblePaths,
        ErrorMode errorMode,
        String address,
        int port,
        int maxBytes,
        int maxBatchCommands,
        int maxBroadcastChannels,
        int maxHistory) {
    private static final int SHORTEST_KEY = 16;

    /// How the API answers what it refuses.
    public enum ErrorMode {
        /// With status 200 and an error in the body.
        REPLY,

        /// With a status of its own.
        TRANSPORT
    }

    static ServerApiSettings from(Values values) {
        var key = values.get(Keys.SERVER_API_KEY);
        boolean enabled = values.get(Keys.SERVER_API_ENABLED);
        boolean admins = values.get(Keys.SERVER_API_ADMINS);
        var address = values.get(Keys.SERVER_API_ADDRESS);
        int port = values.get(Keys.SERVER_API_PORT);
        if (enabled && !key.isSet() && !admins) {
            values.reject(Keys.SERVER_API_ENABLED, "lets nobody in; set key, or admins = true");
        }
        rejectWeak(key, values);
        if (!address.isEmpty() && port < 0) {
            values.reject(Keys.SERVER_API_ADDRESS, "is only of use with port; set both or none");
        }
        return new ServerApiSettings(
                enabled,
                key,
                admins,
                values.get(Keys.SERVER_API_COMPATIBLE_PATHS),
                values.get(Keys.SERVER_API_ERROR_MODE),
                address,
                port,
                Math.toIntExact(values.get(Keys.SERVER_API_MAX_BYTES)),
                values.get(Keys.SERVER_API_MAX_BATCH_COMMANDS),
                values.get(Keys.SERVER_API_MAX_BROADCAST_CHANNELS),
                values.get(Keys.SERVER_API_MAX_HISTORY));
    }

    private static void rejectWeak(Secret key, Values values) {
        if (key.isSet() && key.reveal().length() < SHORTEST_KEY) {
            values.reject(
                    Keys.SERVER_API_KEY,
                    "is shorter than " + SHORTEST_KEY + " characters, so it could be guessed");
        }
        if (!key.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            values.reject(
                    Keys.SERVER_API_KEY,
                    "holds other characters than visible ASCII, which no header can carry");
        }
    }

    /// True when the API listens on an address of its own, and only there.
    public boolean hasOwnPort() {
        return port >= 0;
    }
}
