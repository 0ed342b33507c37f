package dev.freshet.server.push;

/// How one body is to be read.
///
/// @param partial keep the good lines when some are bad; otherwise the first bad line refuses the
///   body
/// @param nowNanos the time of lines without a time stamp, nanoseconds since 1970
/// @param pathBytes the longest channel path, so that the whole channel keeps to its limit
public record PushOptions(
        FrameFormat format,
        boolean partial,
        Precision precision,
        long nowNanos,
        int pathBytes,
        LineLimits limits) {
    private static final int CHANNEL_BYTES = 160;

    /// Nanosecond time stamps, not partial, default limits, for channels `stream/<streamId>/…`.
    public static PushOptions of(FrameFormat format, String streamId, long nowNanos) {
        int pathBytes = CHANNEL_BYTES - "stream//".length() - streamId.length();
        return new PushOptions(
                format, false, Precision.NANOSECONDS, nowNanos, pathBytes, LineLimits.defaults());
    }

    public PushOptions withPartial(boolean newPartial) {
        return new PushOptions(format, newPartial, precision, nowNanos, pathBytes, limits);
    }

    public PushOptions withPrecision(Precision newPrecision) {
        return new PushOptions(format, partial, newPrecision, nowNanos, pathBytes, limits);
    }

    public PushOptions withLimits(LineLimits newLimits) {
        return new PushOptions(format, partial, precision, nowNanos, pathBytes, newLimits);
    }
}
