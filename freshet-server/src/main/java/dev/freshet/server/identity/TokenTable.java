package dev.freshet.server.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// SQL of the table `token`.
final class TokenTable {
    private TokenTable() {}

    static Map<Digest, ServiceToken> all(Handle handle) {
        return handle.createQuery("select * from token")
                .reduceResultSet(
                        new HashMap<>(),
                        (tokens, row, _) -> {
                            tokens.put(Digest.ofBytes(row.getBytes("digest")), token(row));
                            return tokens;
                        });
    }

    static ServiceToken insert(
            Handle handle,
            long accountId,
            String name,
            Digest digest,
            Instant now,
            @Nullable Instant expiresAt) {
        long id =
                handle.createUpdate(
                                """
                                insert into token (account_id, name, digest, created_at, expires_at)
                                values (:account, :name, :digest, :created, :expires)
                                """)
                        .bind("account", accountId)
                        .bind("name", name)
                        .bind("digest", digest.bytes())
                        .bind("created", now.toEpochMilli())
                        .bind("expires", expiresAt == null ? null : expiresAt.toEpochMilli())
                        .executeAndReturnGeneratedKeys("id")
                        .mapTo(Long.class)
                        .one();
        return new ServiceToken(id, accountId, name, now, expiresAt, null);
    }

    static boolean delete(Handle handle, long id) {
        return handle.createUpdate("delete from token where id = :id").bind("id", id).execute() > 0;
    }

    static void setUsed(Handle handle, Map<Long, Instant> uses) {
        var batch = handle.prepareBatch("update token set used_at = :used where id = :id");
        uses.forEach((id, used) -> batch.bind("used", used.toEpochMilli()).bind("id", id).add());
        batch.execute();
    }

    private static ServiceToken token(ResultSet row) throws SQLException {
        return new ServiceToken(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("name"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                time(row, "expires_at"),
                time(row, "used_at"));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
