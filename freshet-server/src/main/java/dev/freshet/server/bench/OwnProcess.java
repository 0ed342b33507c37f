package dev.freshet.server.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// This process: what the load itself costs and how many connections it may open.
final class OwnProcess {
    /// Files that the Java runtime and the driver need beside its connections.
    private static final int OTHER_FILES = 200;

    private static final double NANOS_PER_SECOND = 1e9;

    private OwnProcess() {}

    static double cpuSeconds() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getProcessCpuTime() / NANOS_PER_SECOND;
    }

    /// How many connections fit the limit of open files.
    static long maxConnections() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() - OTHER_FILES
                : Long.MAX_VALUE;
    }
}
