package dev.freshet.server.identity;

import dev.freshet.server.storage.Coalesced;
import dev.freshet.server.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jspecify.annotations.Nullable;

/// What requests ask of the identity tables, in memory.
///
/// Any thread reads. Only the database's writing thread changes it, inside the transaction that
/// changes the tables, so there is one order of events. Changes by another process are seen by the
/// number in `identity_version`: [#refresh] compares it and reads everything again when it moved.
final class IdentityCache {
    private static final Duration NOTE_USES_EVERY = Duration.ofMinutes(10);

    private final Database database;
    private final Coalesced refreshing;
    private final ConcurrentHashMap<Digest, Session> sessions = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Instant> tokenUses = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Instant> writtenUses = new ConcurrentHashMap<>();
    private volatile Picture picture = Picture.NOTHING;

    IdentityCache(Database database) {
        this.database = database;
        this.refreshing = new Coalesced(this::readWhenChanged);
    }

    @Nullable Account account(long id) {
        return picture.byId().get(id);
    }

    @Nullable Account account(String login) {
        return picture.byLogin().get(login.toLowerCase(Locale.ROOT));
    }

    @Nullable ServiceToken token(Digest digest) {
        return picture.tokens().get(digest);
    }

    @Nullable Session session(Digest digest) {
        return sessions.get(digest);
    }

    Picture picture() {
        return picture;
    }

    /// Completes when the memory is at least as new as the tables were at the time of the call.
    ///
    /// However many ask, one question at a time goes to the database, so guessing tokens cannot
    /// keep it busy.
    CompletionStage<Long> refresh() {
        return refreshing.run();
    }

    /// The first reading.
    CompletionStage<Long> load() {
        return database.write(this::readAll);
    }

    /// Changes accounts or tokens and then the memory, as one step. When that fails, the memory is
    /// as it was, and read again at the next look.
    <T, X extends Exception> CompletionStage<T> change(HandleCallback<T, X> work) {
        var before = new AtomicReference<@Nullable Picture>();
        return database.<T, X>write(
                        handle -> {
                            before.set(picture);
                            var result = work.withHandle(handle);
                            readAll(handle);
                            return result;
                        })
                .whenComplete((_, failure) -> {
                    var known = before.get();
                    if (failure != null && known != null) {
                        picture = known.stale();
                    }
                });
    }

    /// On the writing thread.
    void add(Digest digest, Session session) {
        sessions.put(digest, session);
    }

    void remove(Digest digest) {
        sessions.remove(digest);
    }

    /// Remembers that a token was used, to about ten minutes.
    void noteUse(ServiceToken token, Instant now) {
        var last = tokenUses.getOrDefault(token.id(), token.usedAt());
        if (last == null || Duration.between(last, now).compareTo(NOTE_USES_EVERY) > 0) {
            tokenUses.put(token.id(), now);
        }
    }

    /// Takes the uses that are not in the table yet.
    Map<Long, Instant> takeUses() {
        var uses = new HashMap<Long, Instant>();
        tokenUses.forEach((id, used) -> {
            if (!used.equals(writtenUses.put(id, used))) {
                uses.put(id, used);
            }
        });
        return uses;
    }

    Map<Digest, Session> sessions() {
        return sessions;
    }

    private CompletionStage<Long> readWhenChanged() {
        return database.read(IdentityCache::version)
                .thenCompose(version ->
                        version == picture.version()
                                ? Coalesced.done(version)
                                : database.write(this::readAll));
    }

    private long readAll(Handle handle) {
        var stored = SessionTable.all(handle);
        sessions.keySet().retainAll(stored.keySet());
        stored.forEach(sessions::putIfAbsent);
        var tokens = TokenTable.all(handle);
        var ids = tokens.values().stream().map(ServiceToken::id).collect(Collectors.toSet());
        tokenUses.keySet().retainAll(ids);
        writtenUses.keySet().retainAll(ids);
        picture =
                Picture.of(version(handle), AccountTable.all(handle), OrgTable.all(handle), tokens);
        return picture.version();
    }

    private static long version(Handle handle) {
        return handle.createQuery("select version from identity_version").mapTo(Long.class).one();
    }
}
