package dev.freshet.server.live;

import java.util.Arrays;

/// Copies valid JSON without its line breaks, which can only stand between tokens.
final class OneLine {
    private OneLine() {}

    static byte[] copy(byte[] json, int start, int end) {
        int breaks = 0;
        for (int i = start; i < end; i++) {
            breaks += isBreak(json[i]) ? 1 : 0;
        }
        if (breaks == 0) {
            return Arrays.copyOfRange(json, start, end);
        }
        var line = new byte[end - start - breaks];
        int length = 0;
        for (int i = start; i < end; i++) {
            if (!isBreak(json[i])) {
                line[length++] = json[i];
            }
        }
        return line;
    }

    private static boolean isBreak(byte b) {
        return b == '\n' || b == '\r';
    }
}
