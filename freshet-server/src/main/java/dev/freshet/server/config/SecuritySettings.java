package dev.freshet.server.config;

/// `[security]`: the first administrator, and how careful the server is.
///
/// @param adminPassword not set for a random one
/// @param createAdmin at the first start
/// @param throttleLogins slow down those who guess passwords
/// @param cookieSecure send the session cookie over HTTPS only
/// @param secretKey what the secrets of data sources are encrypted with
public record SecuritySettings(
        String adminUser,
        Secret adminPassword,
        String adminEmail,
        boolean createAdmin,
        boolean throttleLogins,
        boolean cookieSecure,
        SameSite cookieSameSite,
        Secret secretKey) {
    /// The default, which everybody knows: it is Grafana's.
    static final String GRAFANAS_SECRET_KEY = "SW2YcwTIb9zpOOhoPsMm";

    /// The cookie's SameSite attribute.
    public enum SameSite {
        LAX,
        STRICT,
        NONE,
        /// No attribute at all.
        DISABLED
    }

    public static SecuritySettings defaults() {
        return from(Values.defaults());
    }

    static SecuritySettings from(Values values) {
        if (values.get(Keys.ADMIN_USER).isBlank()) {
            values.reject(Keys.ADMIN_USER, "is empty; name a login, for example admin");
        }
        if (!values.get(Keys.SECRET_KEY).isSet()) {
            values.reject(
                    Keys.SECRET_KEY,
                    "is empty; leave it out, or take what `openssl rand -base64 32` prints");
        }
        return new SecuritySettings(
                values.get(Keys.ADMIN_USER),
                values.get(Keys.ADMIN_PASSWORD),
                values.get(Keys.ADMIN_EMAIL),
                !values.get(Keys.DISABLE_INITIAL_ADMIN_CREATION),
                !values.get(Keys.DISABLE_BRUTE_FORCE_LOGIN_PROTECTION),
                values.get(Keys.COOKIE_SECURE)
                        || values.get(Keys.PROTOCOL) == ServerSettings.Protocol.HTTPS,
                values.get(Keys.COOKIE_SAMESITE),
                values.get(Keys.SECRET_KEY));
    }

    /// True when everybody knows the key.
    public static boolean isDefault(Secret secretKey) {
        return secretKey.reveal().equals(GRAFANAS_SECRET_KEY);
    }
}
