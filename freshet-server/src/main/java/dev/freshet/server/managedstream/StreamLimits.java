package dev.freshet.server.managedstream;

import java.time.Duration;

/// What one organisation's managed streams may take.
///
/// @param idleTtl how long a stream without a push is kept; `[freshet.live] managed_idle_ttl`
/// @param channels the most streams; `[freshet.live] managed_max_channels`
/// @param bytes the most memory for schemas and last frames, approximately; `[freshet.live]
///   managed_max_bytes`
/// @param fields the most fields of one stream
/// @param cells the most values of one push to one stream, missing fields included
public record StreamLimits(Duration idleTtl, int channels, long bytes, int fields, int cells) {
    public StreamLimits {
        if (idleTtl.isNegative() || idleTtl.isZero() || channels < 1 || bytes < 1) {
            throw new IllegalArgumentException("The limits of managed streams must be positive");
        }
    }

    public static StreamLimits defaults() {
        return new StreamLimits(Duration.ofDays(7), 100_000, 256L << 20, 500, 4_000_000);
    }

    public StreamLimits withIdleTtl(Duration newIdleTtl) {
        return new StreamLimits(newIdleTtl, channels, bytes, fields, cells);
    }

    public StreamLimits withChannels(int newChannels) {
        return new StreamLimits(idleTtl, newChannels, bytes, fields, cells);
    }

    public StreamLimits withBytes(long newBytes) {
        return new StreamLimits(idleTtl, channels, newBytes, fields, cells);
    }
}
