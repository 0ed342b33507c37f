package dev.freshet.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// Cuts a stream of line protocol into bodies of a bounded size, at line ends that are not inside a
/// string.
///
/// What is there is given out when no more is ready, so that a slow source is not held back. One
/// thread. A state machine, to be read from top to bottom.
final class LineBodies {
    private static final int MAX_LINES = 1_000;
    private static final int MAX_BYTES = 1 << 20;
    private static final int CHUNK = 64 << 10;

    /// A body to send.
    ///
    /// @param firstLine the number of its first line in the whole stream, from 1
    /// @param lines how many line ends it has, those in strings and a missing last one included
    @SuppressWarnings("ArrayRecordComponent") // nobody compares bodies
    record Body(byte[] bytes, long firstLine, int lines) {}

    /// Where in a line the scanner is. Quotes mean something only where a field's value begins.
    private enum In {
        LINE_START,
        COMMENT,
        NAME_AND_TAGS,
        FIELDS,
        VALUE_START,
        STRING
    }

    private final InputStream in;
    private final int maxLines;
    private final byte[] buffer;
    private int filled;
    private int scanned;
    private int cut; // after the last line end outside of strings
    private int linesToCut;
    private In state = In.LINE_START;
    private boolean ended;
    private long firstLine = 1;

    LineBodies(InputStream in) {
        this(in, MAX_LINES, MAX_BYTES);
    }

    LineBodies(InputStream in, int maxLines, int maxBytes) {
        this.in = in;
        this.maxLines = maxLines;
        this.buffer = new byte[maxBytes];
    }

    /// The next body; empty at the end of the stream. Blocks for input.
    Optional<Body> next() throws IOException {
        while (true) {
            scan();
            if (linesToCut == maxLines) {
                return Optional.of(take(cut));
            }
            if (ended || filled == buffer.length) {
                return ended ? rest() : Optional.of(take(cut > 0 ? cut : firstLineEnd()));
            }
            if (cut > 0 && in.available() == 0) {
                return Optional.of(take(cut));
            }
            read();
        }
    }

    private void read() throws IOException {
        int count = in.read(buffer, filled, Math.min(CHUNK, buffer.length - filled));
        ended = count < 0;
        filled += Math.max(count, 0);
    }

    private Optional<Body> rest() {
        return filled == 0 ? Optional.empty() : Optional.of(take(filled));
    }

    /// A string that does not end makes no line longer than this: the server says what is wrong
    /// with the line.
    private int firstLineEnd() {
        for (int i = 0; i < filled; i++) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
        }
        throw new CommandFailure(
                "Line %d is longer than %d bytes; nothing from it on was sent."
                        .formatted(firstLine, buffer.length));
    }

    private Body take(int length) {
        var body = Arrays.copyOf(buffer, length);
        int lines = 0;
        for (byte b : body) {
            lines += b == '\n' ? 1 : 0;
        }
        lines += body[length - 1] == '\n' ? 0 : 1;
        System.arraycopy(buffer, length, buffer, 0, filled - length);
        var taken = new Body(body, firstLine, lines);
        firstLine += lines;
        filled -= length;
        scanned = 0;
        cut = 0;
        linesToCut = 0;
        state = In.LINE_START;
        return taken;
    }

    private void scan() {
        while (scanned < filled && linesToCut < maxLines) {
            byte b = buffer[scanned];
            if (b == '\\' && state != In.COMMENT) {
                if (scanned + 1 == filled && !ended) {
                    return;
                }
                scanned += escapesNext() ? 2 : 1;
                state = afterEscape();
                continue;
            }
            scanned++;
            if (b == '\n' && state != In.STRING) {
                cut = scanned;
                linesToCut++;
                state = In.LINE_START;
            } else {
                state = after(b);
            }
        }
    }

    private boolean escapesNext() {
        if (scanned + 1 == filled) {
            return false;
        }
        byte next = buffer[scanned + 1];
        return state == In.STRING
                ? next == '"' || next == '\\'
                : next == ',' || next == ' ' || next == '=';
    }

    private In afterEscape() {
        return switch (state) {
            case LINE_START -> In.NAME_AND_TAGS;
            case VALUE_START -> In.FIELDS;
            case COMMENT, NAME_AND_TAGS, FIELDS, STRING -> state;
        };
    }

    private In after(byte b) {
        return switch (state) {
            case LINE_START ->
                    switch (b) {
                        case '#' -> In.COMMENT;
                        case ' ', '\t', '\r' -> In.LINE_START;
                        default -> In.NAME_AND_TAGS;
                    };
            case COMMENT -> In.COMMENT;
            case NAME_AND_TAGS -> b == ' ' ? In.FIELDS : In.NAME_AND_TAGS;
            case FIELDS -> b == '=' ? In.VALUE_START : In.FIELDS;
            case VALUE_START -> b == '"' ? In.STRING : b == '=' ? In.VALUE_START : In.FIELDS;
            case STRING -> b == '"' ? In.FIELDS : In.STRING;
        };
    }
}
