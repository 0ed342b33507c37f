package dev.freshet.sources.loki;

/// Tells the two kinds of expressions of LogQL apart.
final class LogQl {
    private LogQl() {}

    /// True when an expression gives lines of logs; false when it gives numbers.
    ///
    /// Of lines is what begins with a stream selector, `{`, behind any number of parentheses and
    /// comments: everything that gives numbers begins with a function, a vector or a number.
    static boolean isOfLines(String expression) {
        int at = 0;
        while (at < expression.length()) {
            char each = expression.charAt(at);
            if (each == '#') {
                int end = expression.indexOf('\n', at);
                at = end < 0 ? expression.length() : end;
            } else if (Character.isWhitespace(each) || each == '(') {
                at++;
            } else {
                return each == '{';
            }
        }
        return false;
    }
}
