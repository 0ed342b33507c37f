package dev.freshet.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How busy the whole machine was, to tell runs that others disturbed.
final class MachineCpu {
    private static final Path STAT = Path.of("/proc/stat");
    private static final double TICKS_PER_SECOND = 100;
    private static final int FIRST = 1;
    private static final int IDLE = 4;
    private static final int WAITING_FOR_DISK = 5;
    private static final int STOLEN = 8;

    private MachineCpu() {}

    /// Seconds that all cores together worked since the machine started; 0 where that cannot be
    /// read.
    static double busySeconds() {
        try (var lines = Files.lines(STAT)) {
            var fields = lines.findFirst().orElse("").split("\\s+", -1);
            long ticks = 0;
            for (int i = FIRST; i <= STOLEN; i++) {
                ticks += i == IDLE || i == WAITING_FOR_DISK ? 0 : Long.parseLong(fields[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException | RuntimeException unreadable) {
            return 0;
        }
    }
}
