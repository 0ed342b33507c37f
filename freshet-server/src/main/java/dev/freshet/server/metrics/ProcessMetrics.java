package dev.freshet.server.metrics;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The process and its JVM: CPU, memory, descriptors, threads, garbage collection.
public final class ProcessMetrics {
    private static final long PAGE_BYTES = 4096;

    private ProcessMetrics() {}

    public static void register(MetricRegistry registry) {
        var runtime = ManagementFactory.getRuntimeMXBean();
        var threads = ManagementFactory.getThreadMXBean();
        var memory = ManagementFactory.getMemoryMXBean();
        registry.gauge(
                "process_start_time_seconds",
                "Start time since the epoch.",
                () -> runtime.getStartTime() / 1000.0);
        registry.gauge("jvm_threads_current", "Live platform threads.", threads::getThreadCount);
        memory(registry, "heap", () -> memory.getHeapMemoryUsage().getUsed());
        memory(registry, "nonheap", () -> memory.getNonHeapMemoryUsage().getUsed());
        registry.gauge(
                "process_resident_memory_bytes",
                "Resident memory; 0 where /proc is missing.",
                ProcessMetrics::residentBytes);
        operatingSystem(registry);
        collectors(registry);
    }

    private static void memory(MetricRegistry registry, String area, LongSupplier used) {
        registry.gauge(
                "jvm_memory_bytes_used",
                "Used memory of the JVM, by area.",
                Map.of("area", area),
                used::getAsLong);
    }

    private static void operatingSystem(MetricRegistry registry) {
        var system = ManagementFactory.getOperatingSystemMXBean();
        if (system instanceof com.sun.management.OperatingSystemMXBean process) {
            registry.gauge(
                    "process_cpu_seconds_total",
                    "CPU time of the process.",
                    () -> process.getProcessCpuTime() / (double) TimeUnit.SECONDS.toNanos(1));
        }
        if (system instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
            registry.gauge(
                    "process_open_fds", "Open file descriptors.", unix::getOpenFileDescriptorCount);
            registry.gauge(
                    "process_max_fds",
                    "Limit of file descriptors.",
                    unix::getMaxFileDescriptorCount);
        }
    }

    private static void collectors(MetricRegistry registry) {
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            var labels = Map.of("gc", collector.getName());
            registry.counter(
                    "jvm_gc_collections_total",
                    "Garbage collections.",
                    labels,
                    collector::getCollectionCount);
            registry.gauge(
                    "jvm_gc_seconds_total",
                    "Time spent in garbage collections.",
                    labels,
                    () -> collector.getCollectionTime() / 1000.0);
        }
    }

    /// Resident memory of this process; 0 where /proc is missing.
    public static double residentBytes() {
        try {
            var fields = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
            return Long.parseLong(fields[1]) * (double) PAGE_BYTES;
        } catch (IOException | NumberFormatException _) {
            return 0;
        }
    }
}
