package dev.freshet.server.bench;

import org.jspecify.annotations.Nullable;

/// What server, load driver and others use between two moments.
final class CpuMeter {
    private final @Nullable ServerProcess server;
    private final @Nullable Usage before;
    private final double ownBefore = OwnProcess.cpuSeconds();
    private final double busyBefore = MachineCpu.busySeconds();
    private final long startedAt = System.nanoTime();

    /// Starts to count.
    ///
    /// @param server null when it cannot be looked at
    CpuMeter(@Nullable ServerProcess server) {
        this.server = server;
        this.before = server == null ? null : server.usage();
    }

    Cost read() {
        var after = server == null ? null : server.usage();
        double own = OwnProcess.cpuSeconds() - ownBefore;
        double busy = MachineCpu.busySeconds() - busyBefore;
        return new Cost(before, after, own, busy, (System.nanoTime() - startedAt) / 1e9);
    }
}
