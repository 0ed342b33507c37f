package dev.freshet.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.Utf8;
import java.util.regex.Pattern;

/// Reads a body of line protocol line by line, in place: one pass over the bytes, nothing copied.
///
/// After [#next()] the line stands in [#line()], or what is wrong with it in the error accessors; a
/// bad line is passed over up to the next line end that is not inside a string. A parser, to be
/// read from top to bottom; methods that read something return the position after it, or [#FAILED].
///
/// Where the two parsers of InfluxDB differ it takes what either takes: a leading plus, leading
/// zeros, a missing digit beside the point.
final class LineParser {
    /// What [#next()] came to.
    enum Outcome {
        LINE,
        BAD_LINE,
        END
    }

    private static final int FAILED = -1;
    private static final Pattern SIGNED = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern UNSIGNED = Pattern.compile("[0-9]+");

    private final byte[] body;
    private final int end;
    private final Precision precision;
    private final LineLimits limits;
    private final ParsedLine line;
    private int at;
    private int invalidUtf8;
    private int errorAt;
    private int valueEnd;
    private String message = "";

    LineParser(byte[] body, int from, int to, Precision precision, LineLimits limits) {
        this.body = body;
        this.end = to;
        this.precision = precision;
        this.limits = limits;
        this.line = new ParsedLine(body);
        this.at = from;
        this.invalidUtf8 = Utf8.indexOfInvalid(body, from, to);
    }

    /// Reads the next line that is neither blank nor a comment.
    Outcome next() {
        int start = skipToLine();
        if (start == end) {
            return Outcome.END;
        }
        line.clear(start);
        int after = checked(start, readLine(start));
        at = after == FAILED ? endOfBadLine(start) : after;
        line.end = at;
        if (invalidUtf8 >= 0 && invalidUtf8 < at) {
            invalidUtf8 = Utf8.indexOfInvalid(body, at, end);
        }
        return after == FAILED ? Outcome.BAD_LINE : Outcome.LINE;
    }

    ParsedLine line() {
        return line;
    }

    /// Where the bad line is wrong.
    int errorAt() {
        return errorAt;
    }

    /// The offending text, shortened.
    String errorValue() {
        return shown(errorAt, valueEnd);
    }

    String message() {
        return message;
    }

    /// The text from `from` up to `to`, cut to what fits into a sentence.
    String shown(int from, int to) {
        int cut = Math.min(to, from + 40);
        while (cut < to && cut > from && (body[cut] & 0xC0) == 0x80) {
            cut--;
        }
        String text = new String(body, from, Math.max(0, cut - from), UTF_8);
        return cut < to ? text + "…" : text;
    }

    private int skipToLine() {
        int i = at;
        while (i < end) {
            byte b = body[i];
            if (b == '#') {
                i = lineFeed(i);
            } else if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                i++;
            } else {
                break;
            }
        }
        return i;
    }

    private int readLine(int start) {
        int i = readMeasurement(start);
        while (i != FAILED && i < end && body[i] == ',') {
            i = readTag(i + 1);
        }
        return i == FAILED ? FAILED : readFields(skipBlanks(i));
    }

    private int checked(int start, int after) {
        if (after == FAILED) {
            return FAILED;
        }
        if (invalidUtf8 >= 0 && invalidUtf8 < after) {
            return fail(invalidUtf8, invalidUtf8, "the text is not valid UTF-8");
        }
        if (after - start > limits.lineBytes()) {
            return fail(
                    start,
                    start,
                    "the line has %d bytes; at most %d are possible"
                            .formatted(after - start, limits.lineBytes()));
        }
        return after;
    }

    private int readMeasurement(int start) {
        int i = start;
        int hash = 0;
        for (; i < end; i++) {
            byte b = body[i];
            if (b == ',' || b == ' ' || b == '\n') {
                break;
            }
            if (b == '\\' && escapes(i + 1, false)) {
                hash = hash * 31 + b;
                b = body[++i];
            }
            hash = hash * 31 + b;
        }
        line.measurementStart = start;
        line.measurementEnd = i;
        line.measurementHash = hash;
        if (i == start) {
            return fail(start, i, "the measurement name is missing");
        }
        if (i == end || body[i] == '\n') {
            return fail(
                    i,
                    i,
                    "\"%s\" has no fields; name=value is expected".formatted(shown(start, i)));
        }
        return keyFits("measurement", start, i) ? i : FAILED;
    }

    private int readTag(int start) {
        int equals = endOfTagPart(start);
        if (equals == end || body[equals] != '=' || equals == start) {
            return fail(
                    start,
                    equals,
                    "tag \"%s\" is not of the form key=value".formatted(shown(start, equals)));
        }
        int after = endOfTagPart(equals + 1);
        String key = after == equals + 1 || tagEndsBadly(after) ? shown(start, equals) : "";
        if (after == equals + 1) {
            return fail(after, after, "tag \"%s\" has no value".formatted(key));
        }
        if (tagEndsBadly(after)) {
            return fail(
                    after,
                    after,
                    after == end || body[after] == '\n'
                            ? "no field follows the tags"
                            : "tag \"%s\" has a second =; write \\=".formatted(key));
        }
        if (line.tagCount == limits.tagsPerLine()) {
            return fail(
                    start, equals, "more than %d tags in a line".formatted(limits.tagsPerLine()));
        }
        line.addTag(start, equals, after);
        return keyFits("tag", start, equals) ? after : FAILED;
    }

    private boolean tagEndsBadly(int after) {
        return after == end || (body[after] != ',' && body[after] != ' ');
    }

    private int endOfTagPart(int start) {
        int i = start;
        for (; i < end; i++) {
            byte b = body[i];
            if (b > '=' && b != '\\') {
                continue;
            }
            if (b == ',' || b == '=' || b == ' ' || b == '\n') {
                break;
            }
            if (b == '\\' && escapes(i + 1, true)) {
                line.tagsEscaped = true;
                i++;
            }
        }
        return i;
    }

    private int readFields(int start) {
        int i = start;
        while (true) {
            i = readKey(i);
            if (i == FAILED) {
                return FAILED;
            }
            i = readValue(i + 1);
            if (i == FAILED) {
                return FAILED;
            }
            if (i == end || body[i] != ',') {
                return readTime(skipBlanks(i));
            }
            i++;
        }
    }

    private int readKey(int start) {
        int i = start;
        int hash = 0;
        boolean escaped = false;
        for (; i < end; i++) {
            byte b = body[i];
            if (b == '=') {
                break;
            }
            if (b <= ',' && (b == ',' || b == ' ' || b == '\n')) {
                return fail(
                        start,
                        i,
                        "\"%s\" is not of the form field=value".formatted(shown(start, i)));
            }
            if (b == '\\' && escapes(i + 1, true)) {
                escaped = true;
                hash = hash * 31 + b;
                b = body[++i];
            }
            hash = hash * 31 + b;
        }
        if (i == start || i == end) {
            return fail(
                    start,
                    i,
                    i == start
                            ? "a field name is missing"
                            : "field \"%s\" has no value".formatted(shown(start, i)));
        }
        if (line.fieldCount == limits.fieldsPerLine()) {
            return fail(
                    start, i, "more than %d fields in a line".formatted(limits.fieldsPerLine()));
        }
        line.addKey(start, i, hash, escaped);
        return keyFits("field", start, i) ? i : FAILED;
    }

    private int readValue(int start) {
        if (start == end) {
            return notA("number", start, start);
        }
        return switch (body[start]) {
            case '"' -> readString(start);
            case 't', 'T', 'f', 'F' -> readBoolean(start);
            default -> readNumber(start);
        };
    }

    private int readNumber(int start) {
        int i = start;
        boolean negative = body[i] == '-';
        if (negative) {
            i++;
        }
        int digits = i;
        long mantissa = 0;
        int point = 0;
        for (; i < end; i++) {
            int digit = body[i] - '0';
            if (digit >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
            } else if (digit == '.' - '0' && point == 0 && i > digits) {
                point = i + 1;
            } else {
                break;
            }
        }
        int count = i - digits;
        if (count == 0 || count > FloatParser.MAX_DIGITS - 1) {
            return readOddNumber(start);
        }
        if (valueEnds(i)) {
            double value = FloatParser.scale(mantissa, point == 0 ? 0 : point - i);
            if (Double.isNaN(value)) {
                return readOddNumber(start);
            }
            line.addNumber(negative ? -value : value);
            return i;
        }
        if (body[i] == 'i' && point == 0 && valueEnds(i + 1)) {
            line.addNumber((double) (negative ? -mantissa : mantissa));
            return i + 1;
        }
        return readOddNumber(start);
    }

    /// Everything that is not a short plain number: many digits, exponents, unsigned, out of range,
    /// nonsense.
    private int readOddNumber(int start) {
        int after = endOfValue(start);
        byte last = after > start ? body[after - 1] : 0;
        if (last == 'i' || last == 'u') {
            return readInteger(start, after, last == 'u');
        }
        double value = FloatParser.parse(body, start, after);
        if (Double.isNaN(value)) {
            return notA("number", start, after);
        }
        if (Double.isInfinite(value)) {
            return outOfRange(start, after, "a 64-bit number");
        }
        line.addNumber(value);
        return after;
    }

    private int readInteger(int start, int after, boolean unsigned) {
        String digits = new String(body, start, after - 1 - start, UTF_8);
        if (!(unsigned ? UNSIGNED : SIGNED).matcher(digits).matches()) {
            return notA("number", start, after);
        }
        try {
            line.addNumber(
                    unsigned
                            ? unsignedToDouble(Long.parseUnsignedLong(digits))
                            : (double) Long.parseLong(digits));
            return after;
        } catch (NumberFormatException _) {
            return outOfRange(
                    start, after, unsigned ? "an unsigned 64-bit integer" : "a 64-bit integer");
        }
    }

    private static double unsignedToDouble(long value) {
        if (value >= 0) {
            return (double) value;
        }
        // Halving keeps the lost bit, so that rounding happens once.
        return (double) ((value >>> 1) | (value & 1)) * 2;
    }

    private int readBoolean(int start) {
        int after = endOfValue(start);
        switch (new String(body, start, Math.min(after - start, 6), UTF_8)) {
            case "t", "T", "true", "True", "TRUE" -> line.addBoolean(true);
            case "f", "F", "false", "False", "FALSE" -> line.addBoolean(false);
            default -> {
                return notA("number, a boolean or a quoted string", start, after);
            }
        }
        return after;
    }

    private int readString(int start) {
        int close = endOfString(start + 1);
        if (close == end) {
            return fail(
                    start,
                    end,
                    "field \"%s\" has a string without a closing quote".formatted(fieldShown()));
        }
        if (!valueEnds(close + 1)) {
            return fail(
                    close + 1,
                    endOfValue(close + 1),
                    "field \"%s\" has text after the closing quote; write \\\" inside a string"
                            .formatted(fieldShown()));
        }
        line.addText(start + 1, close);
        return close + 1;
    }

    private int endOfString(int start) {
        int i = start;
        while (i < end && body[i] != '"') {
            boolean escape = body[i] == '\\' && i + 1 < end && isStringEscape(body[i + 1]);
            i += escape ? 2 : 1;
        }
        return i;
    }

    static boolean isStringEscape(byte b) {
        return b == '"' || b == '\\';
    }

    private int readTime(int start) {
        int i = start;
        if (i == end || isLineEnd(i)) {
            return lineFeed(i);
        }
        boolean negative = body[i] == '-';
        int first = negative ? i + 1 : i;
        long time = 0;
        boolean fits = true;
        for (i = first; i < end && body[i] >= '0' && body[i] <= '9'; i++) {
            int digit = body[i] - '0';
            // Counted downwards, because the lowest long has no positive.
            fits &= time >= (Long.MIN_VALUE + digit) / 10;
            time = time * 10 - digit;
        }
        int after = skipBlanks(i);
        if (i == first || !(after == end || isLineEnd(after))) {
            return fail(
                    start,
                    endOfValue(start),
                    "time stamp \"%s\" is not a whole number"
                            .formatted(shown(start, endOfValue(start))));
        }
        long unit = precision.nanos();
        long lowest = negative ? Long.MIN_VALUE / unit : -(Long.MAX_VALUE / unit);
        if (!fits || time < lowest) {
            return fail(
                    start,
                    i,
                    "time stamp \"%s\" is out of range; the unit here is %s"
                            .formatted(shown(start, i), precision.text()));
        }
        line.hasTime = true;
        line.nanos = (negative ? time : -time) * unit;
        return lineFeed(after);
    }

    /// Where a new attempt begins after a line that could not be read.
    ///
    /// A line feed inside a string belongs to the string, unless the string never ends.
    private int endOfBadLine(int start) {
        boolean inFields = false;
        for (int i = start; i < end; i++) {
            byte b = body[i];
            if (b == '\n') {
                return i + 1;
            }
            if (b == '\\' && i + 1 < end && body[i + 1] != '\n') {
                i++;
            } else if (b == ' ') {
                inFields = true;
            } else if (inFields && b == '=' && i + 1 < end && body[i + 1] == '"') {
                int close = endOfString(i + 2);
                if (close == end) {
                    return lineFeed(i);
                }
                i = close;
            }
        }
        return end;
    }

    /// The position after the next line feed.
    private int lineFeed(int start) {
        int i = start;
        while (i < end && body[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, end);
    }

    private int skipBlanks(int start) {
        int i = start;
        while (i < end && body[i] == ' ') {
            i++;
        }
        return i;
    }

    private boolean escapes(int next, boolean equalsToo) {
        if (next == end) {
            return false;
        }
        byte b = body[next];
        return b == ',' || b == ' ' || (b == '=' && equalsToo);
    }

    private boolean valueEnds(int i) {
        return i == end || body[i] == ',' || body[i] == ' ' || isLineEnd(i);
    }

    private boolean isLineEnd(int i) {
        return body[i] == '\n' || (body[i] == '\r' && (i + 1 == end || body[i + 1] == '\n'));
    }

    private int endOfValue(int start) {
        int i = start;
        while (!valueEnds(i)) {
            i++;
        }
        return i;
    }

    private boolean keyFits(String what, int from, int to) {
        if (to - from <= limits.keyBytes()) {
            return true;
        }
        fail(
                from,
                to,
                "%s name \"%s\" has %d bytes; at most %d are possible"
                        .formatted(what, shown(from, to), to - from, limits.keyBytes()));
        return false;
    }

    private String fieldShown() {
        return shown(line.keyStart(line.fieldCount), line.keyEnd(line.fieldCount));
    }

    private int notA(String what, int from, int to) {
        String value = shown(from, to);
        return fail(
                from,
                to,
                "field \"%s\" has value \"%s\", which is not a %s"
                        .formatted(fieldShown(), value, what));
    }

    private int outOfRange(int from, int to, String what) {
        return fail(
                from,
                to,
                "field \"%s\" has value \"%s\", which is out of range for %s"
                        .formatted(fieldShown(), shown(from, to), what));
    }

    private int fail(int from, int to, String text) {
        errorAt = from;
        valueEnd = to;
        message = text;
        return FAILED;
    }
}
