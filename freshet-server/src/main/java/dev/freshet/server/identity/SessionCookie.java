package dev.freshet.server.identity;

import dev.freshet.server.config.AuthSettings;
import dev.freshet.server.config.SecuritySettings;
import dev.freshet.server.config.SecuritySettings.SameSite;

/// Writes the `Set-Cookie` header of a session.
///
/// @param name as configured, `grafana_session` by default
/// @param path of the server in front of proxies, for example `/` or `/grafana`
public record SessionCookie(
        String name, String path, long maxAgeSeconds, boolean secure, SameSite sameSite) {
    /// The cookie that the configuration asks for.
    ///
    /// @param subPath of `root_url`, without a slash at the end
    public static SessionCookie of(AuthSettings auth, SecuritySettings security, String subPath) {
        return new SessionCookie(
                auth.loginCookieName(),
                subPath.isEmpty() ? "/" : subPath,
                auth.maxLifetime().toSeconds(),
                security.cookieSecure(),
                security.cookieSameSite());
    }

    /// The header that begins a session.
    public String set(String value) {
        return header(value, maxAgeSeconds);
    }

    /// The header that makes the browser forget it.
    public String clear() {
        return header("", 0);
    }

    private String header(String value, long maxAge) {
        return name
                + "="
                + value
                + "; Path="
                + path
                + "; Max-Age="
                + maxAge
                + "; HttpOnly"
                + (secure ? "; Secure" : "")
                + switch (sameSite) {
                    case LAX -> "; SameSite=Lax";
                    case STRICT -> "; SameSite=Strict";
                    case NONE -> "; SameSite=None";
                    case DISABLED -> "";
                };
    }
}
