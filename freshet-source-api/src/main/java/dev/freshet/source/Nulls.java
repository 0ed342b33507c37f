package dev.freshet.source;

import java.util.Arrays;

/// The rows without a value, one bit each. Costs nothing until the first of them.
final class Nulls {
    private static final long[] NONE = {};

    private long[] bits = NONE;
    private int count;

    boolean contains(int row) {
        int word = row >> 6;
        return word < bits.length && (bits[word] & 1L << row) != 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    void add(int row) {
        int word = row >> 6;
        if (word >= bits.length) {
            bits = Arrays.copyOf(bits, Math.max(word + 1, bits.length * 2));
        }
        if ((bits[word] & 1L << row) == 0) {
            bits[word] |= 1L << row;
            count++;
        }
    }

    void remove(int row) {
        if (contains(row)) {
            bits[row >> 6] &= ~(1L << row);
            count--;
        }
    }

    boolean sameAs(Nulls other, int rows) {
        if (count != other.count) {
            return false;
        }
        for (int row = 0; row < rows && count > 0; row++) {
            if (contains(row) != other.contains(row)) {
                return false;
            }
        }
        return true;
    }
}
