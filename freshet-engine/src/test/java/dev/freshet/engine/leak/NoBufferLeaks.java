package dev.freshet.engine.leak;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class when a Netty buffer was collected that nobody had released.
///
/// Registered for every test of the module (META-INF/services). The leak detector runs at its
/// paranoid level, which the build sets, and tells of a leak when the next buffer is made after a
/// garbage collection: both are forced here, once per class.
public final class NoBufferLeaks implements BeforeAllCallback, AfterAllCallback {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
    private static final int ROUNDS = 5;
    private static final long PAUSE_NANOS = 2_000_000;

    @Override
    public void beforeAll(ExtensionContext context) {
        ByteBufUtil.setLeakListener((resource, records) -> LEAKS.add(resource + records));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        var leak = findLeak();
        LEAKS.clear();
        if (leak != null) {
            throw new AssertionError(
                    "a buffer was not released in "
                            + context.getDisplayName()
                            + " or a class before it: "
                            + leak);
        }
    }

    /// What leaked, or null.
    static String findLeak() {
        System.gc();
        for (int round = 0; round < ROUNDS && LEAKS.isEmpty(); round++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        return LEAKS.peek();
    }

    static void forget() {
        LEAKS.clear();
    }
}
