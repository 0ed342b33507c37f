package dev.freshet.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// A timer whose time is a [TestClock]: tasks run, in order, on the thread that advances it.
public final class ManualScheduler extends AbstractExecutorService
        implements ScheduledExecutorService {
    private final TestClock clock;
    private final PriorityQueue<Task<?>> tasks =
            new PriorityQueue<>(Comparator.comparing((Task<?> task) -> task.due));

    public ManualScheduler(TestClock clock) {
        this.clock = clock;
    }

    /// Moves the clock from task to task and at last to the end of `duration`.
    public void advance(Duration duration) {
        var end = clock.instant().plus(duration);
        while (!tasks.isEmpty() && !tasks.element().due.isAfter(end)) {
            var task = tasks.remove();
            clock.advance(Duration.between(clock.instant(), task.due));
            task.runWhenDue();
        }
        clock.advance(Duration.between(clock.instant(), end));
    }

    /// How many tasks are waiting.
    public int waiting() {
        tasks.removeIf(Task::isCancelled);
        return tasks.size();
    }

    private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final Duration period;
        private Instant due;

        Task(Callable<V> work, Duration delay, Duration period) {
            super(work);
            this.period = period;
            this.due = clock.instant().plus(delay);
        }

        void runWhenDue() {
            if (period.isZero()) {
                run();
            } else if (runAndReset()) {
                due = due.plus(period);
                tasks.add(this);
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(clock.instant(), due));
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(
                    getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    private <V> Task<V> add(Callable<V> work, long delay, long period, TimeUnit unit) {
        var task =
                new Task<>(
                        work,
                        Duration.of(delay, unit.toChronoUnit()),
                        Duration.of(period, unit.toChronoUnit()));
        tasks.add(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return add(Executors.callable(work), delay, 0, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        return add(work, delay, 0, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
            Runnable work, long delay, long period, TimeUnit unit) {
        return add(Executors.callable(work), delay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable work, long delay, long period, TimeUnit unit) {
        return scheduleAtFixedRate(work, delay, period, unit);
    }

    @Override
    public void execute(Runnable work) {
        work.run();
    }

    @Override
    public void shutdown() {
        tasks.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        tasks.clear();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
