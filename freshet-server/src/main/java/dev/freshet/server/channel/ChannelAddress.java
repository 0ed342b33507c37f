package dev.freshet.server.channel;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.nio.charset.StandardCharsets;

/// A channel's name without an organisation: `scope/namespace/path`.
///
/// The grammar is the union of Grafana's generations (`spec/grafana-live.md` §1.1): letters,
/// digits, `_ - .` in every part, `/` and `=` in the path too, at most 160 bytes in all.
public record ChannelAddress(String scope, String namespace, String path) {
    /// The most bytes of a name without an organisation.
    public static final int MAX_BYTES = 160;

    private static final int LONGEST_QUOTE = 40;

    /// What came of reading a name.
    public sealed interface Parsed {
        record Valid(ChannelAddress address) implements Parsed {}

        record Invalid(Problem problem) implements Parsed {}
    }

    /// Reads `scope/namespace/path`; each way to be wrong has its own sentence.
    public static Parsed parse(String text) {
        if (text.isEmpty()) {
            return wrong(ProblemType.CHANNEL_EMPTY, "The channel is empty.");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            return wrong(
                    ProblemType.CHANNEL_TOO_LONG,
                    "Channel \""
                            + quote(text)
                            + "\" has "
                            + bytes
                            + " bytes; at most "
                            + MAX_BYTES
                            + " are possible.");
        }
        int first = text.indexOf('/');
        int second = first < 0 ? -1 : text.indexOf('/', first + 1);
        if (first < 0) {
            return wrong(
                    ProblemType.CHANNEL_NO_NAMESPACE,
                    "Channel \"" + quote(text) + "\" has no namespace and no path.");
        }
        if (second < 0) {
            return wrong(
                    ProblemType.CHANNEL_NO_PATH, "Channel \"" + quote(text) + "\" has no path.");
        }
        return parts(text, first, second);
    }

    private static Parsed parts(String text, int first, int second) {
        var empty = emptyPart(text, first, second);
        if (!empty.isEmpty()) {
            return wrong(
                    ProblemType.CHANNEL_EMPTY_PART,
                    "Channel \"" + quote(text) + "\" has an empty " + empty + ".");
        }
        for (int i = 0; i < text.length(); i++) {
            if (i != first && i != second && !isLegal(text.charAt(i), i > second)) {
                return badCharacter(
                        text, i, i < first ? "scope" : i < second ? "namespace" : "path");
            }
        }
        return new Parsed.Valid(
                new ChannelAddress(
                        text.substring(0, first),
                        text.substring(first + 1, second),
                        text.substring(second + 1)));
    }

    private static String emptyPart(String text, int first, int second) {
        if (first == 0) {
            return "scope";
        }
        if (second == first + 1) {
            return "namespace";
        }
        return second == text.length() - 1 ? "path" : "";
    }

    private static Parsed badCharacter(String text, int index, String part) {
        int character = text.codePointAt(index);
        boolean printable =
                !Character.isISOControl(character)
                        && Character.getType(character) != Character.SURROGATE;
        var shown =
                printable
                        ? "'" + Character.toString(character) + "'"
                        : "U+%04X".formatted(character);
        var legal = part.equals("path") ? "_ - . = /" : "_ - .";
        return wrong(
                ProblemType.CHANNEL_BAD_CHARACTER,
                "Channel \""
                        + quote(text)
                        + "\" has "
                        + shown
                        + " at position "
                        + (index + 1)
                        + ", in the "
                        + part
                        + "; letters, digits and "
                        + legal
                        + " are possible.");
    }

    /// True when `name` may be a namespace, for example a stream id.
    public static boolean isNamespace(String name) {
        return !name.isEmpty()
                && name.length() < MAX_BYTES
                && name.chars().allMatch(c -> isLegal((char) c, false));
    }

    private static boolean isLegal(char c, boolean inPath) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '.'
                || (inPath && (c == '/' || c == '='));
    }

    private static Parsed wrong(ProblemType type, String message) {
        return new Parsed.Invalid(
                Problem.of(
                        type,
                        message,
                        "A channel is scope/namespace/path, for example stream/telegraf/cpu."));
    }

    /// The name as it can stand in a message: short, and without control characters.
    public static String quote(String text) {
        var shown = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
        return shown.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
    }

    /// `scope/namespace/path`.
    @Override
    public String toString() {
        return scope + "/" + namespace + "/" + path;
    }
}
