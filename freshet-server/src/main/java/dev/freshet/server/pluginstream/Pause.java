package dev.freshet.server.pluginstream;

import java.time.Duration;

/// Waits, unless the thread is interrupted. Time is handed in, so that a test need not wait.
@FunctionalInterface
interface Pause {
    void of(Duration duration) throws InterruptedException;
}
