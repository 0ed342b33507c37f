package dev.freshet.source;

import java.util.Arrays;

/// The rows without a value, one bit each. Costs nothing until the first of them.
final class Nulls {
    /// No rows, for ever; shared by all columns without nulls.
    static final Nulls NONE = new Nulls();

    private long[] bits = new long[1];
    private int count;

    boolean contains(int row) {
        int word = row >> 6;
        return word < bits.length && (bits[word] & 1L << row) != 0;
    }

    @SuppressWarnings("ReferenceEquality") // one shared object
    boolean isNone() {
        return this == NONE;
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
