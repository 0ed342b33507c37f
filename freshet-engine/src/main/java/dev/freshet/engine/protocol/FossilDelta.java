package dev.freshet.engine.protocol;

import org.jspecify.annotations.Nullable;

/// Fossil's delta format: what turns a base into a target (§15).
///
/// Linear in time, whatever the bytes are; writes what the Go library writes, unless that would cut
/// a character.
public final class FossilDelta {
    private FossilDelta() {}

    /// The delta, or null when it is not smaller than the target.
    ///
    /// @param asText true when the delta has to be UTF-8 itself, because it goes into a JSON
    ///   string: it then never cuts a character of a target that is UTF-8, and is null for others
    static byte @Nullable [] smaller(byte[] base, byte[] target, boolean asText) {
        if (base.length <= FossilBlocks.SIZE) {
            return null;
        }
        var delta = encode(base, target, asText);
        return delta.length >= target.length
                        || (asText && Utf8.firstInvalid(delta, 0, delta.length) >= 0)
                ? null
                : delta;
    }

    /// The delta, however long.
    public static byte[] encode(byte[] base, byte[] target) {
        return encode(base, target, false);
    }

    private static byte[] encode(byte[] base, byte[] target, boolean asText) {
        var out = new FossilWriter(target);
        if (base.length <= FossilBlocks.SIZE) {
            out.insert(0, target.length);
            return out.end();
        }
        int done = 0;
        var piece = new CommonPiece(base, target, asText);
        while (done + FossilBlocks.SIZE < target.length && piece.find(done)) {
            if (piece.start() > done) {
                out.insert(done, piece.start());
            }
            out.copy(piece.length(), piece.baseOffset());
            done = piece.start() + piece.length();
        }
        if (done < target.length) {
            out.insert(done, target.length);
        }
        return out.end();
    }
}
