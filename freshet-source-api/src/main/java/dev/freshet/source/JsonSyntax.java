package dev.freshet.source;

/// Checks bytes to be exactly one JSON value (RFC 8259) without recursion and without making
/// objects.
final class JsonSyntax {
    private final byte[] json;
    private final boolean[] inObject = new boolean[RawJson.MAX_DEPTH];
    private int depth;
    private int at;

    JsonSyntax(byte[] json) {
        this.json = json;
    }

    /// The index of the first byte that does not fit, or -1.
    int errorIndex() {
        int invalid = Utf8.indexOfInvalid(json, 0, json.length);
        if (invalid >= 0) {
            return invalid;
        }
        return isOneValue() ? -1 : Math.min(at, json.length);
    }

    private boolean isOneValue() {
        while (true) {
            skipBlanks();
            boolean opened = peek() == '{' || peek() == '[';
            if (opened ? !open() : !scalar()) {
                return false;
            }
            if (opened && !closesAtOnce()) {
                if (inObject[depth - 1] && !key()) {
                    return false;
                }
                continue;
            }
            if (!afterValue()) {
                return false;
            }
            if (depth == 0) {
                return at == json.length;
            }
        }
    }

    private boolean open() {
        if (depth == RawJson.MAX_DEPTH) {
            return false;
        }
        inObject[depth++] = json[at++] == '{';
        return true;
    }

    private boolean closesAtOnce() {
        skipBlanks();
        return peek() == (inObject[depth - 1] ? '}' : ']');
    }

    /// Passes closing brackets and one comma with the key after it; false when something else
    /// stands there.
    private boolean afterValue() {
        while (true) {
            skipBlanks();
            if (depth == 0) {
                return true;
            }
            boolean object = inObject[depth - 1];
            if (peek() == ',') {
                at++;
                return !object || key();
            }
            if (peek() != (object ? '}' : ']')) {
                return false;
            }
            at++;
            depth--;
        }
    }

    private boolean key() {
        skipBlanks();
        if (peek() != '"' || !string()) {
            return false;
        }
        skipBlanks();
        if (peek() != ':') {
            return false;
        }
        at++;
        return true;
    }

    private boolean scalar() {
        return switch (peek()) {
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean string() {
        at++;
        while (at < json.length) {
            int c = json[at++];
            if (c == '"') {
                return true;
            }
            if ((c == '\\' && !escape()) || (c >= 0 && c < ' ')) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        int c = peek();
        at++;
        if (c != 'u') {
            return c > 0 && "\"\\/bfnrt".indexOf(c) >= 0;
        }
        for (int i = 0; i < 4; i++, at++) {
            if (Character.digit(peek(), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++, at++) {
            if (peek() != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean number() {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else if (!digits()) {
            return false;
        }
        if (peek() == '.') {
            at++;
            if (!digits()) {
                return false;
            }
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at > start;
    }

    private void skipBlanks() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            at++;
        }
    }

    /// The byte here, -1 at the end.
    private int peek() {
        return at < json.length ? json[at] : -1;
    }
}
