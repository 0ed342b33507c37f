package dev.freshet.engine.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

/// Without this one nobody would notice that the check checks nothing.
class NoBufferLeaksTest {
    @Test
    void forgottenBufferIsFound() {
        forgetBuffer();

        var leak = NoBufferLeaks.findLeak();
        NoBufferLeaks.forget();

        assertThat(leak).contains("forgetBuffer");
    }

    private static void forgetBuffer() {
        ByteBufAllocator.DEFAULT.directBuffer(16).writeInt(1);
    }
}
