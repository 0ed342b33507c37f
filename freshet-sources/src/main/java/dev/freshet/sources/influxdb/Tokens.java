package dev.freshet.sources.influxdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;

/// Splits an InfluxQL statement into its words. One algorithm, read from top to bottom.
///
/// Whether a `/` divides or begins a regular expression follows from the word before it, as in
/// InfluxDB's parser.
final class Tokens {
    private static final Set<String> BEFORE_OPERANDS =
            Set.of("select", "from", "where", "by", "and", "or", "in");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int depth;

    enum Kind {
        WORD,
        QUOTED,
        NUMBER,
        REGEX,
        SYMBOL
    }

    /// One word.
    ///
    /// @param text in small letters when it is a word
    /// @param depth of the parentheses around it; those themselves stand at the outer depth
    record Token(Kind kind, String text, int depth) {
        boolean is(String wanted) {
            return kind != Kind.QUOTED && kind != Kind.REGEX && text.equals(wanted);
        }
    }

    private Tokens(String text) {
        this.text = text;
    }

    static List<Token> of(String statement) {
        var tokens = new Tokens(statement);
        while (tokens.at < statement.length()) {
            tokens.next();
        }
        return tokens.tokens;
    }

    private void next() {
        char first = text.charAt(at);
        if (Character.isWhitespace(first)) {
            at++;
        } else if (text.startsWith("--", at)) {
            at = end("\n", at);
        } else if (text.startsWith("/*", at)) {
            at = end("*/", at + 2);
        } else if (first == '"' || first == '\'') {
            add(Kind.QUOTED, quotedEnd(first));
        } else if (first == '/' && expectsOperand()) {
            add(Kind.REGEX, quotedEnd('/'));
        } else if (isDigit(first)) {
            add(Kind.NUMBER, end(each -> isWord(each) || each == '.' || each == 'µ'));
        } else if (isWord(first)) {
            add(Kind.WORD, end(Tokens::isWord));
        } else {
            symbol(first);
        }
    }

    private void symbol(char symbol) {
        depth -= symbol == ')' ? 1 : 0;
        add(Kind.SYMBOL, at + 1);
        depth += symbol == '(' ? 1 : 0;
    }

    private void add(Kind kind, int end) {
        var word = text.substring(at, end);
        tokens.add(
                new Token(kind, kind == Kind.WORD ? word.toLowerCase(Locale.ROOT) : word, depth));
        at = end;
    }

    private boolean expectsOperand() {
        if (tokens.isEmpty()) {
            return true;
        }
        var last = tokens.getLast();
        return switch (last.kind()) {
            case QUOTED, NUMBER, REGEX -> false;
            case WORD -> BEFORE_OPERANDS.contains(last.text());
            case SYMBOL -> !last.text().equals(")");
        };
    }

    private int quotedEnd(char quote) {
        for (int i = at + 1; i < text.length(); i++) {
            if (text.charAt(i) == quote) {
                return i + 1;
            }
            i += text.charAt(i) == '\\' ? 1 : 0;
        }
        return text.length();
    }

    private int end(String closing, int from) {
        int found = text.indexOf(closing, from);
        return found < 0 ? text.length() : found + closing.length();
    }

    private int end(IntPredicate isPart) {
        int end = at;
        while (end < text.length() && isPart.test(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(int each) {
        return each >= '0' && each <= '9';
    }

    private static boolean isWord(int each) {
        return isDigit(each)
                || each == '_'
                || (each >= 'a' && each <= 'z')
                || (each >= 'A' && each <= 'Z');
    }
}
