package dev.freshet.plugins;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all plugins of a host share: the one thread that starts and ends processes and changes
/// states, the loop that their connections live on, and who wants to know.
final class Supervisor {
    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

    private final PluginHostOptions options;
    private final RuntimeDirectory runtime;
    private final ProcessStarter starter;
    private final ScheduledThreadPoolExecutor thread;
    private final EventLoopGroup loop;
    private final HostTls tls;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    Supervisor(PluginHostOptions options) {
        this.options = options;
        starter = new ProcessStarter(options.hostEnvironment().getOrDefault("PATH", ""));
        runtime = new RuntimeDirectory(options.runtimeDirectory());
        tls = options.mutualTls() ? HostTls.make(options.clock().instant()) : HostTls.none();
        // It must live as long as its processes: the death signal they carry is this thread's.
        thread =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("plugin-supervisor").factory());
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        loop =
                new MultiThreadIoEventLoopGroup(
                        1,
                        Thread.ofPlatform().daemon().name("plugin-grpc").factory(),
                        NioIoHandler.newFactory());
        execute(runtime::endLeftovers);
    }

    PluginHostOptions options() {
        return options;
    }

    RuntimeDirectory runtime() {
        return runtime;
    }

    /// For the supervisor's thread alone.
    ProcessStarter starter() {
        return starter;
    }

    EventLoopGroup loop() {
        return loop;
    }

    HostTls tls() {
        return tls;
    }

    /// Runs it on the one thread; nothing when the host is closed.
    void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    /// The same after a while.
    void schedule(Duration delay, Runnable task) {
        try {
            thread.schedule(() -> guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            log.debug("A step of running a plugin comes after the end of the host");
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("A step of running a plugin failed", e);
        }
    }

    void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    void tellChange(String id) {
        for (Consumer<String> listener : listeners) {
            Thread.ofVirtual().name("plugin-change-" + id).start(() -> listener.accept(id));
        }
    }

    boolean isOpen() {
        return !thread.isShutdown();
    }

    /// Ends the thread and the loop; no process may be left.
    void close() {
        thread.shutdown();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
