package dev.freshet.server.serverapi;

import dev.freshet.server.metrics.ProcessMetrics;
import java.lang.management.ManagementFactory;

/// What this process takes of its machine.
///
/// @param cpuPercent of one processor, lately
/// @param residentBytes 0 where it cannot be told
record ProcessUsage(double cpuPercent, long residentBytes) {
    static ProcessUsage now() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        double share =
                system instanceof com.sun.management.OperatingSystemMXBean process
                        ? Math.max(0, process.getProcessCpuLoad())
                        : 0;
        double percent = share * system.getAvailableProcessors() * 100;
        return new ProcessUsage(
                Math.round(percent * 100) / 100.0, (long) ProcessMetrics.residentBytes());
    }
}
