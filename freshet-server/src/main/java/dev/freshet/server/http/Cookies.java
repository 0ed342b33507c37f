package dev.freshet.server.http;

import org.jspecify.annotations.Nullable;

/// Finds one cookie in a `Cookie` header.
final class Cookies {
    private Cookies() {}

    /// The value of the first cookie with this name, without surrounding quotes.
    static @Nullable String find(@Nullable String header, String name) {
        int at = 0;
        while (header != null && at < header.length()) {
            int semicolon = header.indexOf(';', at);
            int end = semicolon < 0 ? header.length() : semicolon;
            int start = at;
            while (start < end && header.charAt(start) == ' ') {
                start++;
            }
            if (header.startsWith(name, start)
                    && start + name.length() < end
                    && header.charAt(start + name.length()) == '=') {
                return unquoted(header.substring(start + name.length() + 1, end).trim());
            }
            at = end + 1;
        }
        return null;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
