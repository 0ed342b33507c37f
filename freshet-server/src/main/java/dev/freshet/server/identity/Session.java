package dev.freshet.server.identity;

import dev.freshet.server.config.AuthSettings;
import java.time.Duration;
import java.time.Instant;

/// A browser that has signed in. Used by any thread; only the time of the last use changes.
final class Session {
    private static final Duration WRITE_AT_MOST_EVERY = Duration.ofMinutes(10);

    private final long id;
    private final long accountId;
    private final Instant createdAt;
    private volatile Instant seenAt;
    private volatile Instant writtenSeenAt;

    Session(long id, long accountId, Instant createdAt, Instant seenAt) {
        this.id = id;
        this.accountId = accountId;
        this.createdAt = createdAt;
        this.seenAt = seenAt;
        this.writtenSeenAt = seenAt;
    }

    long id() {
        return id;
    }

    long accountId() {
        return accountId;
    }

    Instant seenAt() {
        return seenAt;
    }

    boolean hasEnded(Instant now, AuthSettings settings) {
        return !now.isBefore(createdAt.plus(settings.maxLifetime()))
                || !now.isBefore(seenAt.plus(settings.maxInactive()));
    }

    void seen(Instant now) {
        seenAt = now;
    }

    /// True when the table's time is too old to be told after a restart.
    boolean isDueForWriting(AuthSettings settings) {
        var quarter = settings.maxInactive().dividedBy(4);
        var most = quarter.compareTo(WRITE_AT_MOST_EVERY) < 0 ? quarter : WRITE_AT_MOST_EVERY;
        return Duration.between(writtenSeenAt, seenAt).compareTo(most) > 0;
    }

    void written(Instant seen) {
        writtenSeenAt = seen;
    }
}
