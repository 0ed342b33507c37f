package dev.freshet.engine.transport;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client offers in `Sec-WebSocket-Extensions`, and what is agreed: permessage-deflate
/// without a window that outlives a message (RFC 7692 §7.1), or nothing.
final class DeflateOffers {
    private static final String NAME = "permessage-deflate";
    private static final String AGREED =
            NAME + "; server_no_context_takeover; client_no_context_takeover";

    private DeflateOffers() {}

    /// The extensions to answer with, by the first offer that can be taken; null for none.
    static @Nullable String answer(List<String> headers) {
        for (var header : headers) {
            for (var offer : split(header, ',')) {
                var parts = split(offer, ';');
                var answer =
                        parts.getFirst().equals(NAME)
                                ? answerTo(parts.subList(1, parts.size()))
                                : null;
                if (answer != null) {
                    return answer;
                }
            }
        }
        return null;
    }

    private static @Nullable String answerTo(List<String> parameters) {
        var seen = new HashSet<String>();
        var answer = AGREED;
        for (var parameter : parameters) {
            int equals = parameter.indexOf('=');
            var name = equals < 0 ? parameter : parameter.substring(0, equals).strip();
            var value = equals < 0 ? null : unquoted(parameter.substring(equals + 1).strip());
            if (!seen.add(name) || !isPossible(name, value)) {
                return null;
            }
            if (name.equals("server_max_window_bits")) {
                // It was asked for, so it has to be confirmed (§7.1.2.1).
                answer += "; server_max_window_bits=15";
            }
        }
        return answer;
    }

    /// Unknown parameters and bad values make an offer void.
    private static boolean isPossible(String name, @Nullable String value) {
        return switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
            // Whatever window the client uses, ours is not smaller.
            case "client_max_window_bits" -> value == null || value.matches("[89]|1[0-5]");
            // Java's deflater has no other window.
            case "server_max_window_bits" -> "15".equals(value);
            default -> false;
        };
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /// The parts between separators that do not stand in quotes.
    private static List<String> split(String list, char separator) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == separator && !quoted) {
                parts.add(list.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(list.substring(from).strip());
        return parts;
    }
}
