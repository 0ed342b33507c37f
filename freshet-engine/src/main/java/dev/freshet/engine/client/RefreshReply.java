package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What becomes of a connection or subscription that is refreshed.
///
/// @param expired true to end it now
/// @param expireAt until when it lives on; null for a connection leaves its expiry as it was, for a
///   subscription takes it away
/// @param info what others are shown from now on; null leaves it as it was
public record RefreshReply(boolean expired, @Nullable Instant expireAt, @Nullable Payload info) {
    public static RefreshReply until(Instant expireAt) {
        return new RefreshReply(false, expireAt, null);
    }

    public static RefreshReply ended() {
        return new RefreshReply(true, null, null);
    }
}
