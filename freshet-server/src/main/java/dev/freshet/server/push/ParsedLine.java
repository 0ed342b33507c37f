package dev.freshet.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// One line of line protocol as positions in the body: what [LineParser] found, before anything is
/// copied.
///
/// Reused from line to line by one conversion. Names keep their escapes: each name can be escaped
/// in one way only, so equal names are equal bytes.
final class ParsedLine {
    /// The type of a field's value.
    enum Kind {
        NUMBER,
        BOOLEAN,
        STRING,
        /// The string `NaN`, which some agents send for a number that they do not have.
        NOT_A_NUMBER
    }

    final byte[] body;
    int start;
    int end;
    int measurementStart;
    int measurementEnd;
    int measurementHash;

    int tagCount;
    boolean tagsEscaped;
    private int[] tagKeyStarts = new int[16];
    private int[] tagKeyEnds = new int[16];
    private int[] tagValueEnds = new int[16];

    int fieldCount;
    private int[] keyStarts = new int[64];
    private int[] keyEnds = new int[64];
    private int[] keyHashes = new int[64];
    private boolean[] keysEscaped = new boolean[64];
    private Kind[] kinds = new Kind[64];
    private double[] numbers = new double[64];
    private int[] textStarts = new int[64];
    private int[] textEnds = new int[64];

    boolean hasTime;
    long nanos;

    ParsedLine(byte[] body) {
        this.body = body;
    }

    void clear(int lineStart) {
        start = lineStart;
        tagCount = 0;
        tagsEscaped = false;
        fieldCount = 0;
        hasTime = false;
    }

    void addTag(int keyStart, int keyEnd, int valueEnd) {
        if (tagCount == tagKeyStarts.length) {
            tagKeyStarts = Arrays.copyOf(tagKeyStarts, 2 * tagCount);
            tagKeyEnds = Arrays.copyOf(tagKeyEnds, 2 * tagCount);
            tagValueEnds = Arrays.copyOf(tagValueEnds, 2 * tagCount);
        }
        tagKeyStarts[tagCount] = keyStart;
        tagKeyEnds[tagCount] = keyEnd;
        tagValueEnds[tagCount++] = valueEnd;
    }

    void addKey(int from, int to, int hash, boolean escaped) {
        if (fieldCount == keyStarts.length) {
            growFields(2 * fieldCount);
        }
        keyStarts[fieldCount] = from;
        keyEnds[fieldCount] = to;
        keyHashes[fieldCount] = hash;
        keysEscaped[fieldCount] = escaped;
    }

    void addNumber(double value) {
        numbers[fieldCount] = value;
        kinds[fieldCount++] = Kind.NUMBER;
    }

    void addBoolean(boolean value) {
        numbers[fieldCount] = value ? 1 : 0;
        kinds[fieldCount++] = Kind.BOOLEAN;
    }

    void addText(int from, int to) {
        boolean nan =
                to - from == 3
                        && body[from] == 'N'
                        && body[from + 1] == 'a'
                        && body[from + 2] == 'N';
        textStarts[fieldCount] = from;
        textEnds[fieldCount] = to;
        kinds[fieldCount++] = nan ? Kind.NOT_A_NUMBER : Kind.STRING;
    }

    int keyStart(int field) {
        return keyStarts[field];
    }

    int keyEnd(int field) {
        return keyEnds[field];
    }

    int keyHash(int field) {
        return keyHashes[field];
    }

    boolean isSameKey(int one, int other) {
        return keyHashes[one] == keyHashes[other]
                && Arrays.equals(
                        body, keyStarts[one], keyEnds[one], body, keyStarts[other], keyEnds[other]);
    }

    boolean isKeyEscaped(int field) {
        return keysEscaped[field];
    }

    Kind kind(int field) {
        return kinds[field];
    }

    double number(int field) {
        return numbers[field];
    }

    boolean truth(int field) {
        return numbers[field] != 0;
    }

    /// Where the text between the quotes begins, with its escapes.
    int textStart(int field) {
        return textStarts[field];
    }

    int textEnd(int field) {
        return textEnds[field];
    }

    String measurement() {
        return unescaped(measurementStart, measurementEnd, ", ");
    }

    String fieldName(int field) {
        return unescaped(keyStarts[field], keyEnds[field], ",= ");
    }

    String tagKey(int tag) {
        return unescaped(tagKeyStarts[tag], tagKeyEnds[tag], ",= ");
    }

    String tagValue(int tag) {
        return unescaped(tagKeyEnds[tag] + 1, tagValueEnds[tag], ",= ");
    }

    /// The bytes of all tags, from the first key to the end of the last value.
    int tagsStart() {
        return measurementEnd + 1;
    }

    int tagsEnd() {
        return tagCount == 0 ? tagsStart() : tagValueEnds[tagCount - 1];
    }

    /// True when every key is less than the one after it, so that none occurs twice. Meaningful
    /// without escapes.
    boolean tagsAscend() {
        for (int tag = 1; tag < tagCount; tag++) {
            int order =
                    Arrays.compareUnsigned(
                            body,
                            tagKeyStarts[tag - 1],
                            tagKeyEnds[tag - 1],
                            body,
                            tagKeyStarts[tag],
                            tagKeyEnds[tag]);
            if (order >= 0) {
                return false;
            }
        }
        return true;
    }

    private String unescaped(int from, int to, String special) {
        String raw = new String(body, from, to - from, UTF_8);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            boolean escape =
                    raw.charAt(i) == '\\'
                            && i + 1 < raw.length()
                            && special.indexOf(raw.charAt(i + 1)) >= 0;
            text.append(raw.charAt(escape ? ++i : i));
        }
        return text.toString();
    }

    private void growFields(int capacity) {
        keyStarts = Arrays.copyOf(keyStarts, capacity);
        keyEnds = Arrays.copyOf(keyEnds, capacity);
        keyHashes = Arrays.copyOf(keyHashes, capacity);
        keysEscaped = Arrays.copyOf(keysEscaped, capacity);
        kinds = Arrays.copyOf(kinds, capacity);
        numbers = Arrays.copyOf(numbers, capacity);
        textStarts = Arrays.copyOf(textStarts, capacity);
        textEnds = Arrays.copyOf(textEnds, capacity);
    }
}
