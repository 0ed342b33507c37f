package dev.freshet.server.config;

import java.time.Duration;
import java.util.regex.Pattern;

/// `[auth]` and `[auth.basic]`: sessions and passwords.
///
/// @param maxInactive after which an unused session ends
/// @param maxLifetime after which any session ends
/// @param basicEnabled accept `Authorization: Basic` with a password
public record AuthSettings(
        String loginCookieName, Duration maxInactive, Duration maxLifetime, boolean basicEnabled) {
    private static final Pattern COOKIE_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    public AuthSettings {
        if (!COOKIE_NAME.matcher(loginCookieName).matches()) {
            throw new IllegalArgumentException("loginCookieName " + loginCookieName);
        }
    }

    public static AuthSettings defaults() {
        return from(Values.defaults());
    }

    static AuthSettings from(Values values) {
        var cookie = values.get(Keys.LOGIN_COOKIE_NAME);
        if (!COOKIE_NAME.matcher(cookie).matches()) {
            values.reject(
                    Keys.LOGIN_COOKIE_NAME,
                    "is no cookie name; use up to 64 letters, digits, _ . and -");
            cookie = Keys.LOGIN_COOKIE_NAME.defaultText();
        }
        return new AuthSettings(
                cookie,
                values.get(Keys.LOGIN_MAXIMUM_INACTIVE_LIFETIME),
                values.get(Keys.LOGIN_MAXIMUM_LIFETIME),
                values.get(Keys.BASIC_ENABLED));
    }
}
