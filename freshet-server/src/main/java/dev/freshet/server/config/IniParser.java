package dev.freshet.server.config;

import java.util.ArrayList;
import java.util.List;

/// Reads the ini dialect of Grafana's files, line by line.
///
/// `[section]`, then `key = value` or `key : value`; `;` and `#` begin a comment, also behind a
/// value (put a value that contains them between backticks or `"""`, which may also span lines); a
/// `\` at the end of a value joins the next line; one pair of `'` or `"` around a value is dropped.
/// A section that occurs again is continued; keys before the first section are in `DEFAULT`.
///
/// One algorithm, read from top to bottom, and therefore one long class.
final class IniParser {
    private static final String TRIPLE = "\"\"\"";

    private final String file;
    private final String[] lines;
    private final List<IniEntry> entries = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();
    private String section = "DEFAULT";
    private int next;

    IniParser(String file, String text) {
        this.file = file;
        this.lines = withoutByteOrderMark(text).split("\r\n|\n|\r", -1);
    }

    IniFile parse() {
        while (next < lines.length) {
            var line = lines[next++].strip();
            if (line.isEmpty() || startsComment(line.charAt(0))) {
                continue;
            }
            if (line.charAt(0) == '[') {
                openSection(line);
            } else {
                assignment(line);
            }
        }
        return new IniFile(
                file, List.copyOf(entries), List.copyOf(problems), List.copyOf(warnings));
    }

    private void openSection(String line) {
        int close = line.lastIndexOf(']');
        if (close < 0) {
            problem(next, "Section " + quoted(line) + " has no closing ].");
            return;
        }
        var name = line.substring(1, close).strip();
        if (name.isEmpty()) {
            problem(next, "A section has no name; write for example [server].");
            return;
        }
        section = name;
    }

    private void assignment(String line) {
        int number = next;
        int keyEnd;
        int afterKey;
        char quote = line.charAt(0);
        if (quote == '"' || quote == '`') {
            keyEnd = line.indexOf(quote, 1);
            afterKey = keyEnd < 0 ? -1 : delimiter(line, keyEnd + 1);
        } else {
            keyEnd = delimiter(line, 0);
            afterKey = keyEnd;
        }
        if (afterKey < 0) {
            problem(
                    number,
                    quoted(line)
                            + " is neither a section nor a key; write key = value, or begin"
                            + " the line with ; when it is a comment.");
            return;
        }
        var key = line.substring(quote == '"' || quote == '`' ? 1 : 0, keyEnd).strip();
        if (key.isEmpty()) {
            problem(number, quoted(line) + " has no key in front of the " + line.charAt(afterKey));
            return;
        }
        var value = value(key, line.substring(afterKey + 1).strip(), number);
        entries.add(new IniEntry(section, key, value, number));
    }

    private String value(String key, String text, int number) {
        if (text.startsWith(TRIPLE)) {
            return quotedValue(key, text.substring(3), TRIPLE, number);
        }
        if (text.startsWith("`")) {
            return quotedValue(key, text.substring(1), "`", number);
        }
        return plainValue(key, joinContinuations(text), number);
    }

    private String quotedValue(String key, String text, String quote, int number) {
        int end = text.lastIndexOf(quote);
        if (end >= 0) {
            return text.substring(0, end);
        }
        var value = new StringBuilder(text);
        while (next < lines.length) {
            var line = lines[next++];
            end = line.lastIndexOf(quote);
            value.append('\n').append(end < 0 ? line : line.substring(0, end));
            if (end >= 0) {
                return value.toString();
            }
        }
        next = number;
        problem(number, key + " begins with " + quote + " and no line below closes it.");
        return "";
    }

    private String joinContinuations(String text) {
        if (!text.endsWith("\\")) {
            return text;
        }
        var value = new StringBuilder();
        var part = text;
        while (part.endsWith("\\")) {
            value.append(part, 0, part.length() - 1);
            part = next < lines.length ? lines[next++].strip() : "";
        }
        return value.append(part).toString();
    }

    private String plainValue(String key, String text, int number) {
        int comment = 0;
        while (comment < text.length() && !startsComment(text.charAt(comment))) {
            comment++;
        }
        if (comment < text.length() && comment > 0 && text.charAt(comment - 1) > ' ') {
            warnings.add(
                    new ConfigProblem(
                            new Origin.FileLine(file, number),
                            "["
                                    + section
                                    + "] "
                                    + key
                                    + ": the value ends at "
                                    + text.charAt(comment)
                                    + ", which begins a comment; put the value between backticks"
                                    + " if it is part of it."));
        }
        var value = text.substring(0, comment).strip();
        boolean surrounded =
                value.length() >= 2
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(value.length() - 1) == value.charAt(0);
        return surrounded ? value.substring(1, value.length() - 1) : value;
    }

    private void problem(int line, String message) {
        problems.add(new ConfigProblem(new Origin.FileLine(file, line), message));
    }

    private static int delimiter(String line, int from) {
        for (int i = from; i < line.length(); i++) {
            if (line.charAt(i) == '=' || line.charAt(i) == ':') {
                return i;
            }
        }
        return -1;
    }

    private static boolean startsComment(char c) {
        return c == ';' || c == '#';
    }

    /// A line that is not understood may hold half a password: only its first word is shown.
    private static String quoted(String line) {
        int end = 0;
        while (end < line.length() && end < 24 && line.charAt(end) > ' ') {
            end++;
        }
        return "\"" + line.substring(0, end) + (end < line.length() ? "…\"" : "\"");
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
