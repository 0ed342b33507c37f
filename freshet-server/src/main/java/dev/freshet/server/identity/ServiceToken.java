package dev.freshet.server.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A service account's token, without the token: that was shown once when it was made.
///
/// @param expiresAt null for never
/// @param usedAt to about ten minutes, null for never
public record ServiceToken(
        long id,
        long accountId,
        String name,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant usedAt) {
    /// True when it is not accepted any more.
    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
