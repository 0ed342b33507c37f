package dev.freshet.sources.influxdb;

/// Writes names and texts into InfluxQL so that they cannot be anything else.
final class Quoting {
    private Quoting() {}

    /// The name of a measurement, field or tag, with `::tag` or `::field` behind it kept.
    static String name(String name) {
        for (var kind : new String[] {"::tag", "::field"}) {
            if (name.endsWith(kind)) {
                return quoted(name.substring(0, name.length() - kind.length()), '"') + kind;
            }
        }
        return quoted(name, '"');
    }

    static String text(String text) {
        return quoted(text, '\'');
    }

    static boolean isRegex(String text) {
        return text.length() > 1 && text.startsWith("/") && text.endsWith("/");
    }

    /// A regular expression, with or without slashes around it.
    static String regex(String text) {
        var body = isRegex(text) ? text.substring(1, text.length() - 1) : text;
        var safe = new StringBuilder("/");
        for (int i = 0; i < body.length(); i++) {
            char each = body.charAt(i);
            if (each == '\\' && i + 1 < body.length()) {
                safe.append(each).append(body.charAt(++i));
            } else if (each == '\\' || each == '/') {
                safe.append('\\').append(each);
            } else {
                safe.append(each);
            }
        }
        return safe.append('/').toString();
    }

    private static String quoted(String text, char quote) {
        var safe =
                text.replace("\\", "\\\\")
                        .replace(String.valueOf(quote), "\\" + quote)
                        .replace("\n", "\\n");
        return quote + safe + quote;
    }
}
