package dev.freshet.engine.protocol;

import java.util.Arrays;

/// The blocks of 16 bytes that a base is made of, by the hash of their bytes (§15).
final class FossilBlocks {
    /// The length of a block, and of the window that is looked for among them.
    static final int SIZE = 16;

    /// No more blocks of that hash.
    static final int NONE = -1;

    private final int[] newest;
    private final int[] older;

    FossilBlocks(byte[] base) {
        newest = new int[base.length / SIZE];
        older = new int[newest.length];
        Arrays.fill(newest, NONE);
        for (int at = 0; at < base.length - SIZE; at += SIZE) {
            int slot = slot(hash(base, at));
            older[at / SIZE] = newest[slot];
            newest[slot] = at / SIZE;
        }
    }

    /// The sums of a window: of its bytes in the low half, of these sums in the high half.
    static int hash(byte[] bytes, int at) {
        int sum = 0;
        int sums = 0;
        for (int i = at; i < at + SIZE; i++) {
            sum += bytes[i] & 0xff;
            sums += sum;
        }
        return joined(sum, sums);
    }

    /// The hash of the window one byte further on.
    static int rolled(int hash, byte gone, byte come) {
        int sum = (hash & 0xffff) - (gone & 0xff) + (come & 0xff);
        int sums = (hash >>> 16) - SIZE * (gone & 0xff) + sum;
        return joined(sum, sums);
    }

    private static int joined(int sum, int sums) {
        return (sum & 0xffff) | sums << 16;
    }

    /// The last block whose hash falls together with this one, or [#NONE].
    int newest(int hash) {
        return newest[slot(hash)];
    }

    /// The one before it.
    int older(int block) {
        return older[block];
    }

    private int slot(int hash) {
        return Integer.remainderUnsigned(hash, newest.length);
    }
}
