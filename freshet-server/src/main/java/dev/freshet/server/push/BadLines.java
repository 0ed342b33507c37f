package dev.freshet.server.push;

import java.util.ArrayList;
import java.util.List;

/// The bad lines of one body: all are counted, the first ones described. Positions must come in
/// ascending order.
final class BadLines {
    private final byte[] body;
    private final int limit;
    private final List<LineError> described = new ArrayList<>();
    private int count;
    private int line = 1;
    private int lineStart;
    private int counted;

    BadLines(byte[] body, int from, int limit) {
        this.body = body;
        this.limit = limit;
        this.lineStart = from;
        this.counted = from;
    }

    void add(int position, String value, String message) {
        count++;
        if (described.size() < limit) {
            described.add(describe(position, value, message));
        }
    }

    int count() {
        return count;
    }

    List<LineError> described() {
        return described;
    }

    /// Says which line and column the byte at `position` is in.
    LineError describe(int position, String value, String message) {
        for (; counted < position; counted++) {
            if (body[counted] == '\n') {
                line++;
                lineStart = counted + 1;
            }
        }
        int column = 1;
        for (int i = lineStart; i < position; i++) {
            boolean continuation = (body[i] & 0xC0) == 0x80;
            column += continuation ? 0 : 1;
        }
        return new LineError(line, column, value, message);
    }
}
