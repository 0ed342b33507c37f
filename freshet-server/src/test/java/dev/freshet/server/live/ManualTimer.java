package dev.freshet.server.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A timer whose tasks run when the test says so.
final class ManualTimer extends ScheduledThreadPoolExecutor {
    private record Task(Runnable work, Duration delay) {}

    private final Queue<Task> tasks = new ArrayDeque<>();
    private Duration waited = Duration.ZERO;

    ManualTimer() {
        super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        tasks.add(new Task(work, Duration.of(delay, unit.toChronoUnit())));
        return super.schedule(() -> {}, Long.MAX_VALUE / 2, TimeUnit.NANOSECONDS);
    }

    /// Runs everything, also what is added meanwhile.
    void advanceAll() {
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            waited = waited.plus(task.delay());
            task.work().run();
        }
    }

    Duration waited() {
        return waited;
    }
}
