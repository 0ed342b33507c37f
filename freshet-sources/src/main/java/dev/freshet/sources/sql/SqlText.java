package dev.freshet.sources.sql;

import static java.util.Locale.ROOT;

import dev.freshet.source.SourceException;
import java.util.Set;
import java.util.regex.Pattern;

/// One statement's text, of which is known what is code, what is quoted and what is a comment.
///
/// Long for its kind: one scanner, read from top to bottom. That it is a single statement which
/// reads is checked here for the sake of a clear answer; the transaction sees to it.
final class SqlText {
    private static final int LONGEST = 100_000;
    private static final Set<String> READING = Set.of("select", "with", "values", "table");
    private static final Pattern DOLLAR = Pattern.compile("\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$");
    private static final Pattern TO_FILE =
            Pattern.compile("\\b(?:outfile|dumpfile)\\b", Pattern.CASE_INSENSITIVE);

    private enum Part {
        CODE,
        QUOTED,
        COMMENT
    }

    private final String text;
    private final SqlQuoting quoting;
    private final Part[] parts;

    private SqlText(String text, SqlQuoting quoting) {
        this.text = text;
        this.quoting = quoting;
        this.parts = new Part[text.length()];
    }

    /// The statement, without a semicolon at its end.
    ///
    /// @throws SourceException when it is none, more than one, or does not read
    static SqlText of(String sql, SqlQuoting quoting) throws SourceException {
        if (sql.isBlank()) {
            throw new SourceException("Query member rawSql is empty.", "Write a SELECT.");
        }
        if (sql.length() > LONGEST) {
            throw new SourceException(
                    "Query member rawSql has " + sql.length() + " characters.",
                    "Make it shorter than " + LONGEST + ", for example with a view.");
        }
        var whole = new SqlText(sql, quoting);
        whole.scan();
        int end = whole.endOfStatement();
        var statement = new SqlText(sql.substring(0, end), quoting);
        System.arraycopy(whole.parts, 0, statement.parts, 0, end);
        statement.requireReading();
        return statement;
    }

    @Override
    public String toString() {
        return text;
    }

    int length() {
        return text.length();
    }

    char at(int index) {
        return text.charAt(index);
    }

    boolean isCode(int index) {
        return parts[index] == Part.CODE;
    }

    boolean isComment(int index) {
        return parts[index] == Part.COMMENT;
    }

    private void scan() throws SourceException {
        int at = 0;
        while (at < text.length()) {
            int comment = endOfComment(at);
            int end = comment > at ? comment : endOfQuoted(at);
            var part = comment > at ? Part.COMMENT : end > at ? Part.QUOTED : Part.CODE;
            end = Math.max(end, at + 1);
            java.util.Arrays.fill(parts, at, end, part);
            at = end;
        }
    }

    /// Where a comment ends that begins here; `from` when none does.
    private int endOfComment(int from) throws SourceException {
        if (text.startsWith("--", from)) {
            boolean dashes =
                    quoting == SqlQuoting.MYSQL
                            && from + 2 < text.length()
                            && text.charAt(from + 2) > ' ';
            return dashes ? from : endOfLine(from);
        }
        if (text.charAt(from) == '#' && quoting == SqlQuoting.MYSQL) {
            return endOfLine(from);
        }
        if (!text.startsWith("/*", from)) {
            return from;
        }
        if (quoting == SqlQuoting.MYSQL
                && (text.startsWith("!", from + 2) || text.startsWith("M!", from + 2))) {
            throw new SourceException(
                    "Query member rawSql has a comment that the server would execute (/*!).",
                    "Write it without.");
        }
        return endOfBlock(from);
    }

    private int endOfLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }

    private int endOfBlock(int from) throws SourceException {
        int depth = 0;
        for (int at = from; at < text.length() - 1; at++) {
            if (text.startsWith("*/", at)) {
                at++;
                if (--depth == 0 || quoting != SqlQuoting.POSTGRES) {
                    return at + 1;
                }
            } else if (text.startsWith("/*", at)) {
                depth++;
                at++;
            }
        }
        throw unclosed("comment", from);
    }

    /// Where a quoted text ends that begins here; `from` when none does.
    private int endOfQuoted(int from) throws SourceException {
        char quote = text.charAt(from);
        if (quoting.quotes().indexOf(quote) >= 0) {
            return endOfQuotes(from, quote);
        }
        if (quote == '[' && quoting == SqlQuoting.SQLITE) {
            int end = text.indexOf(']', from);
            return end < 0 ? from : end + 1;
        }
        if (quote == '$' && quoting == SqlQuoting.POSTGRES && !isInName(from - 1)) {
            var tag = DOLLAR.matcher(text).region(from, text.length());
            if (tag.lookingAt()) {
                int end = text.indexOf(tag.group(), tag.end());
                if (end < 0) {
                    throw unclosed("quoted text", from);
                }
                return end + tag.group().length();
            }
        }
        return from;
    }

    private int endOfQuotes(int from, char quote) throws SourceException {
        boolean afterE =
                from > 0
                        && (text.charAt(from - 1) == 'E' || text.charAt(from - 1) == 'e')
                        && !isInName(from - 2);
        boolean escapes = quoting.escapes(quote, afterE);
        for (int at = from + 1; at < text.length(); at++) {
            char each = text.charAt(at);
            if (each == '\\' && escapes) {
                at++;
            } else if (each == quote) {
                if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
                    at++;
                } else {
                    return at + 1;
                }
            }
        }
        throw unclosed("quoted text", from);
    }

    private boolean isInName(int index) {
        return index >= 0
                && (Character.isLetterOrDigit(text.charAt(index))
                        || text.charAt(index) == '_'
                        || text.charAt(index) == '$');
    }

    private static SourceException unclosed(String what, int from) {
        return new SourceException(
                "Query member rawSql has a %s at character %d that does not end."
                        .formatted(what, from + 1),
                "Close it.");
    }

    private int endOfStatement() throws SourceException {
        for (int at = 0; at < text.length(); at++) {
            if (parts[at] == Part.CODE && text.charAt(at) == ';') {
                requireNothingAfter(at);
                return at;
            }
        }
        return text.length();
    }

    private void requireNothingAfter(int semicolon) throws SourceException {
        for (int at = semicolon; at < text.length(); at++) {
            boolean nothing =
                    parts[at] == Part.COMMENT
                            || Character.isWhitespace(text.charAt(at))
                            || (parts[at] == Part.CODE && text.charAt(at) == ';');
            if (!nothing) {
                throw new SourceException(
                        "Query member rawSql has more than one statement: \"%s\" comes after the first."
                                .formatted(excerpt(at)),
                        "Leave one SELECT, and make a query of its own of each other.");
            }
        }
    }

    private void requireReading() throws SourceException {
        int from = 0;
        while (from < text.length()
                && (parts[from] == Part.COMMENT
                        || Character.isWhitespace(text.charAt(from))
                        || text.charAt(from) == '(')) {
            from++;
        }
        int end = from;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        if (!READING.contains(text.substring(from, end).toLowerCase(ROOT))) {
            throw new SourceException(
                    "Query member rawSql begins with \"%s\"; queries of a data source may only read."
                            .formatted(excerpt(from)),
                    "Begin it with SELECT, WITH, VALUES or TABLE.");
        }
        var file = TO_FILE.matcher(text);
        while (quoting == SqlQuoting.MYSQL && file.find()) {
            if (isCode(file.start())) {
                throw new SourceException(
                        "Query member rawSql writes a file (%s).".formatted(file.group()),
                        "Queries of a data source may only read.");
            }
        }
    }

    private String excerpt(int from) {
        return text.substring(from, Math.min(text.length(), from + 20)).strip();
    }
}
