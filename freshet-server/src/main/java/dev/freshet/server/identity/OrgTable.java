package dev.freshet.server.identity;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// SQL of the table `org`.
final class OrgTable {
    private OrgTable() {}

    /// By number: the main one first.
    static List<Organisation> all(Handle handle) {
        return handle.createQuery("select * from org order by id")
                .map((row, _) ->
                        new Organisation(
                                row.getLong("id"),
                                row.getString("name"),
                                Instant.ofEpochMilli(row.getLong("created_at"))))
                .list();
    }

    static Organisation insert(Handle handle, String name, Instant now) {
        long id =
                handle.createUpdate("insert into org (name, created_at) values (:name, :created)")
                        .bind("name", name)
                        .bind("created", now.toEpochMilli())
                        .executeAndReturnGeneratedKeys("id")
                        .mapTo(Long.class)
                        .one();
        return new Organisation(id, name, now);
    }

    static void rename(Handle handle, long id, String name) {
        handle.createUpdate("update org set name = :name where id = :id")
                .bind("name", name)
                .bind("id", id)
                .execute();
    }

    /// With its memberships and data sources.
    static void delete(Handle handle, long id) {
        handle.createUpdate("delete from org where id = :id").bind("id", id).execute();
    }
}
