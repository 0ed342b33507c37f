package dev.freshet.engine.client;

/// Measures one connection or one user against a [RateLimit]. Any thread.
final class RateMeter {
    private static final int BURST_SECONDS = 2;
    private static final double NANOS_PER_SECOND = 1e9;

    private final RateLimit limit;
    private double commands;
    private double bytes;
    private long lastNanos;

    RateMeter(RateLimit limit, long nowNanos) {
        this.limit = limit;
        this.commands = (double) limit.commandsPerSecond() * BURST_SECONDS;
        this.bytes = (double) limit.bytesPerSecond() * BURST_SECONDS;
        this.lastNanos = nowNanos;
    }

    /// Counts a command; false when it is one too many, which is then not counted.
    synchronized boolean takeCommand(long nowNanos) {
        if (limit.commandsPerSecond() == 0) {
            return true;
        }
        refill(nowNanos);
        if (commands < 1) {
            return false;
        }
        commands--;
        return true;
    }

    /// Counts bytes; false when they are too many.
    synchronized boolean takeBytes(int count, long nowNanos) {
        if (limit.bytesPerSecond() == 0) {
            return true;
        }
        refill(nowNanos);
        // One message may be larger than what a second allows; the debt has to be waited off.
        boolean fits = bytes > 0;
        bytes -= count;
        return fits;
    }

    private void refill(long nowNanos) {
        double seconds = Math.max(0, nowNanos - lastNanos) / NANOS_PER_SECOND;
        lastNanos = nowNanos;
        commands = refilled(commands, limit.commandsPerSecond(), seconds);
        bytes = refilled(bytes, limit.bytesPerSecond(), seconds);
    }

    private static double refilled(double tokens, int perSecond, double seconds) {
        return Math.min((double) perSecond * BURST_SECONDS, tokens + perSecond * seconds);
    }
}
