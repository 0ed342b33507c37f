package dev.freshet.engine.protocol;

import java.util.Arrays;

/// A piece that base and target have in common and that is worth a copy command (§15).
///
/// One object for a whole delta: [#find] moves it from piece to piece.
final class CommonPiece {
    /// How many blocks of one hash are looked at, as in Fossil.
    private static final int MAX_LOOKS = 249;

    /// How many looks a byte of the target may cost on average. Documents cost about one; one that
    /// was made to be costly is searched less thoroughly from there on.
    private static final int LOOKS_PER_BYTE = 16;

    private static final int FEW_LOOKS = 4;

    /// Comparing so many bytes takes as long as finding a block.
    private static final int BYTES_PER_LOOK = 16;

    private static final int MAX_CONTINUATIONS = 3;

    private final byte[] base;
    private final byte[] target;
    private final boolean wholeCharacters;
    private final FossilBlocks blocks;
    private long looksLeft;
    private int start;
    private int length;
    private int baseOffset;

    /// @param wholeCharacters true for pieces that begin and end with a character of UTF-8
    CommonPiece(byte[] base, byte[] target, boolean wholeCharacters) {
        this.base = base;
        this.target = target;
        this.wholeCharacters = wholeCharacters;
        this.blocks = new FossilBlocks(base);
        this.looksLeft = (long) LOOKS_PER_BYTE * target.length;
    }

    /// Where it begins in the target.
    int start() {
        return start;
    }

    int length() {
        return length;
    }

    int baseOffset() {
        return baseOffset;
    }

    /// Looks for the next piece of the target from `from` on, of which there is more than a block;
    /// false when there is none.
    boolean find(int from) {
        length = 0;
        int hash = FossilBlocks.hash(target, from);
        for (int at = from; ; at++) {
            lookAtBlocks(hash, from, at);
            if (length > 0) {
                return true;
            }
            if (at + FossilBlocks.SIZE >= target.length) {
                return false;
            }
            hash = FossilBlocks.rolled(hash, target[at], target[at + FossilBlocks.SIZE]);
        }
    }

    private void lookAtBlocks(int hash, int from, int at) {
        int looks = looksLeft > 0 ? MAX_LOOKS : FEW_LOOKS;
        for (int block = blocks.newest(hash);
                block != FossilBlocks.NONE && looks > 0;
                block = blocks.older(block)) {
            look(block * FossilBlocks.SIZE, from, at);
            looks--;
        }
    }

    /// Grows the piece that holds `target[at]` in both directions and keeps it when it is the
    /// longest.
    private void look(int blockAt, int from, int at) {
        int behind = matchBehind(blockAt, at);
        int before = matchBefore(blockAt, at, at - from);
        looksLeft -= 1 + (behind + before) / BYTES_PER_LOOK;
        int begin = at - before;
        int end = at + behind;
        if (wholeCharacters) {
            begin = characterAtOrAfter(begin);
            end = characterAtOrBefore(end);
        }
        int bytes = end - begin;
        int offset = blockAt - at + begin;
        if (bytes > length && bytes >= cost(begin - from, bytes, offset)) {
            start = begin;
            length = bytes;
            baseOffset = offset;
        }
    }

    private int matchBehind(int blockAt, int at) {
        if (base[blockAt] != target[at]) {
            return 0;
        }
        int mismatch = Arrays.mismatch(base, blockAt, base.length, target, at, target.length);
        return mismatch < 0 ? target.length - at : mismatch;
    }

    /// Never reaches the first byte of the base: neither does Fossil.
    private int matchBefore(int blockAt, int at, int most) {
        int limit = Math.min(most, blockAt - 1);
        int k = 0;
        while (k < limit && base[blockAt - k - 1] == target[at - k - 1]) {
            k++;
        }
        return k;
    }

    private int characterAtOrAfter(int at) {
        int i = at;
        while (i - at < MAX_CONTINUATIONS && isContinuation(i)) {
            i++;
        }
        return i;
    }

    private int characterAtOrBefore(int at) {
        int i = at;
        while (at - i < MAX_CONTINUATIONS && i > 0 && isContinuation(i)) {
            i--;
        }
        return i;
    }

    private boolean isContinuation(int at) {
        return at < target.length && (target[at] & 0xc0) == 0x80;
    }

    /// What the copy and the insert in front of it take besides the inserted bytes.
    private static int cost(int inserted, int copied, int offset) {
        return FossilWriter.digits(inserted)
                + FossilWriter.digits(copied)
                + FossilWriter.digits(offset)
                + 3;
    }
}
