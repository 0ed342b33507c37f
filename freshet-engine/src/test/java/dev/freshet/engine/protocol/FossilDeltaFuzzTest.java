package dev.freshet.engine.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/// Whatever base and target are: the target comes out again, and what is not a delta is refused.
class FossilDeltaFuzzTest {
    /// @param bytes the base's length, base and target
    @FuzzTest
    void targetIsMadeFromItsDelta(byte[] bytes) {
        int split = bytes.length == 0 ? 0 : Math.min(bytes[0] & 0xff, bytes.length);
        var base = Arrays.copyOf(bytes, split);
        var target = Arrays.copyOfRange(bytes, split, bytes.length);
        check(base, target, FossilDelta.encode(base, target));

        var text = FossilDelta.smaller(base, target, true);
        if (text != null) {
            check(base, target, text);
            if (Utf8.firstInvalid(text, 0, text.length) >= 0) {
                throw new AssertionError("a delta as text is not UTF-8");
            }
            if (text.length >= target.length) {
                throw new AssertionError("a delta that is not smaller");
            }
        }
    }

    private static void check(byte[] base, byte[] target, byte[] delta) {
        if (!Arrays.equals(FossilPatch.apply(base, delta), target)) {
            throw new AssertionError("another target");
        }
    }
}
