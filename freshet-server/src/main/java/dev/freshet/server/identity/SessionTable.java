package dev.freshet.server.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// SQL of the table `session`.
final class SessionTable {
    private SessionTable() {}

    static Map<Digest, Session> all(Handle handle) {
        return handle.createQuery("select * from session")
                .reduceResultSet(
                        new HashMap<>(),
                        (sessions, row, _) -> {
                            sessions.put(
                                    Digest.ofBytes(row.getBytes("digest")),
                                    new Session(
                                            row.getLong("id"),
                                            row.getLong("account_id"),
                                            Instant.ofEpochMilli(row.getLong("created_at")),
                                            Instant.ofEpochMilli(row.getLong("seen_at"))));
                            return sessions;
                        });
    }

    static Session insert(Handle handle, long accountId, Digest digest, Instant now) {
        long id =
                handle.createUpdate(
                                """
                                insert into session (account_id, digest, created_at, seen_at)
                                values (:account, :digest, :now, :now)
                                """)
                        .bind("account", accountId)
                        .bind("digest", digest.bytes())
                        .bind("now", now.toEpochMilli())
                        .executeAndReturnGeneratedKeys("id")
                        .mapTo(Long.class)
                        .one();
        return new Session(id, accountId, now, now);
    }

    static void delete(Handle handle, Digest digest) {
        handle.createUpdate("delete from session where digest = :digest")
                .bind("digest", digest.bytes())
                .execute();
    }

    static void deleteOf(Handle handle, long accountId) {
        handle.createUpdate("delete from session where account_id = :account")
                .bind("account", accountId)
                .execute();
    }

    /// Ends the oldest sessions of an account beyond `keep`; gives the ended ones.
    static List<Digest> deleteOldest(Handle handle, long accountId, int keep) {
        return handle.createQuery(
                        """
                        delete from session where id in (
                            select id from session where account_id = :account
                            order by id desc limit -1 offset :keep)
                        returning digest
                        """)
                .bind("account", accountId)
                .bind("keep", keep)
                .map((row, _) -> Digest.ofBytes(row.getBytes("digest")))
                .list();
    }

    static int deleteEnded(Handle handle, Instant createdBefore, Instant seenBefore) {
        return handle.createUpdate(
                        "delete from session where created_at < :created or seen_at < :seen")
                .bind("created", createdBefore.toEpochMilli())
                .bind("seen", seenBefore.toEpochMilli())
                .execute();
    }

    static void setSeen(Handle handle, Collection<Session> sessions) {
        var batch = handle.prepareBatch("update session set seen_at = :seen where id = :id");
        for (var session : sessions) {
            var seen = session.seenAt();
            batch.bind("seen", seen.toEpochMilli()).bind("id", session.id()).add();
            session.written(seen);
        }
        batch.execute();
    }
}
