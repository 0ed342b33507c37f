package dev.freshet.server.identity;

import dev.freshet.server.config.AuthSettings;
import dev.freshet.server.storage.Database;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Signed-in browsers: what is in the cookie is known to nobody else, the tables hold its digest.
final class Sessions {
    /// Of one account; beyond it the oldest end.
    private static final int MOST = 100;

    private final Database database;
    private final IdentityCache cache;
    private final AuthSettings settings;
    private final SecretText secrets;
    private final InstantSource clock;

    Sessions(
            Database database,
            IdentityCache cache,
            AuthSettings settings,
            SecretText secrets,
            InstantSource clock) {
        this.database = database;
        this.cache = cache;
        this.settings = settings;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// What a cookie stands for.
    sealed interface Found {
        record Valid(Account account) implements Found {}

        record Disabled() implements Found {}

        record Ended() implements Found {}
    }

    /// Begins a session; gives the cookie's value.
    CompletionStage<String> begin(Account account) {
        var value = secrets.session();
        var digest = Digest.of(value);
        return database.write(handle -> {
            var session = SessionTable.insert(handle, account.id(), digest, clock.instant());
            SessionTable.deleteOldest(handle, account.id(), MOST).forEach(cache::remove);
            cache.add(digest, session);
            return value;
        });
    }

    /// From memory only.
    Found find(String cookie) {
        var session = cache.session(Digest.of(cookie));
        var now = clock.instant();
        if (session == null || session.hasEnded(now, settings)) {
            return new Found.Ended();
        }
        var account = cache.account(session.accountId());
        if (account == null) {
            return new Found.Ended();
        }
        if (account.disabled()) {
            return new Found.Disabled();
        }
        session.seen(now);
        return new Found.Valid(account);
    }

    /// Ends it at once; completes when that is also in the tables, with whether it was known.
    CompletionStage<Boolean> end(String cookie) {
        var digest = Digest.of(cookie);
        boolean known = cache.session(digest) != null;
        cache.remove(digest);
        return database.write(handle -> {
            SessionTable.delete(handle, digest);
            cache.remove(digest);
            return known;
        });
    }

    /// Writes the times of use that matter after a restart; gives how many.
    CompletionStage<Integer> writeUses() {
        var due =
                cache.sessions().values().stream()
                        .filter(session -> session.isDueForWriting(settings))
                        .toList();
        var uses = cache.takeUses();
        if (due.isEmpty() && uses.isEmpty()) {
            return CompletableFuture.completedStage(0);
        }
        return database.write(handle -> {
            SessionTable.setSeen(handle, due);
            TokenTable.setUsed(handle, uses);
            return due.size() + uses.size();
        });
    }

    /// Deletes what nobody can use any more; gives how many.
    CompletionStage<Integer> deleteEnded() {
        var now = clock.instant();
        return cache.change(handle ->
                SessionTable.deleteEnded(
                        handle,
                        now.minus(settings.maxLifetime()),
                        now.minus(settings.maxInactive())));
    }
}
