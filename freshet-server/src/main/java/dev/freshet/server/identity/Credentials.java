package dev.freshet.server.identity;

import dev.freshet.server.auth.AuthRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// What a request shows to prove who it is. Never printed with its secret.
sealed interface Credentials {
    /// A service account's token.
    record Token(String text) implements Credentials {
        @Override
        public String toString() {
            return "Token";
        }
    }

    /// A login with its password.
    record Password(String login, String password) implements Credentials {
        @Override
        public String toString() {
            return "Password of " + login;
        }
    }

    /// A browser's session.
    record Cookie(String value) implements Credentials {
        @Override
        public String toString() {
            return "Cookie";
        }
    }

    /// A header that nobody understands.
    record Malformed() implements Credentials {}

    /// Nothing at all.
    record None() implements Credentials {}

    /// Reads the `Authorization` header, then the parameters of Influx's first version, then the
    /// cookie; the first that is there counts.
    static Credentials of(AuthRequest request, String cookieName) {
        var authorization = request.header().find("Authorization");
        if (authorization != null && !authorization.isBlank()) {
            return ofHeader(authorization.strip());
        }
        if (isInfluxRoute(request.path())) {
            var password = request.query().find("p");
            if (password != null) {
                var login = request.query().find("u");
                return ofPassword(login == null ? "" : login, password);
            }
        }
        var cookie = request.cookie().find(cookieName);
        return cookie == null || cookie.isEmpty() ? new None() : new Cookie(cookie);
    }

    private static Credentials ofHeader(String header) {
        int space = header.indexOf(' ');
        if (space < 0) {
            return new Malformed();
        }
        var value = header.substring(space + 1).strip();
        return switch (header.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer" -> new Token(value);
            case "token" -> ofInfluxToken(value);
            case "basic" -> ofBasic(value);
            default -> new Malformed();
        };
    }

    /// Influx's second version sends a token; its first may send `login:password`.
    private static Credentials ofInfluxToken(String value) {
        int colon = value.indexOf(':');
        return colon < 0
                ? new Token(value)
                : ofPassword(value.substring(0, colon), value.substring(colon + 1));
    }

    private static Credentials ofBasic(String encoded) {
        try {
            var text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? new Malformed()
                    : ofPassword(text.substring(0, colon), text.substring(colon + 1));
        } catch (IllegalArgumentException _) {
            return new Malformed();
        }
    }

    /// A token is accepted as a password, whatever the login: many agents know nothing else.
    private static Credentials ofPassword(String login, String password) {
        return SecretText.looksLikeToken(password)
                ? new Token(password)
                : new Password(login, password);
    }

    private static boolean isInfluxRoute(String path) {
        boolean verb = path.endsWith("/write") || path.endsWith("/query");
        return verb && (path.lastIndexOf('/') == 0 || path.startsWith("/api/live/push/"));
    }
}
