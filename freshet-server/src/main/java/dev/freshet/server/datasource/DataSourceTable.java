package dev.freshet.server.datasource;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.source.DataSource;
import dev.freshet.source.RawJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import tools.jackson.databind.json.JsonMapper;

/// SQL of the tables `data_source` and `data_source_old_uid`.
final class DataSourceTable {
    private final Vault vault;

    DataSourceTable(Vault vault) {
        this.vault = vault;
    }

    Picture all(Handle handle) {
        var sources =
                handle.createQuery("select * from data_source order by id")
                        .map((row, _) -> stored(row))
                        .list();
        return Picture.of(version(handle), sources, renamed(handle));
    }

    static long version(Handle handle) {
        return handle.createQuery("select version from data_source_version")
                .mapTo(Long.class)
                .one();
    }

    static byte[] salt(Handle handle) {
        return handle.createQuery("select salt from secret_salt").mapTo(byte[].class).one();
    }

    /// Numbers and names of the organisations, by number.
    static Map<Long, String> organisations(Handle handle) {
        return handle.createQuery("select id, name from org")
                .reduceResultSet(
                        new TreeMap<>(),
                        (orgs, row, _) -> {
                            orgs.put(row.getLong("id"), row.getString("name"));
                            return orgs;
                        });
    }

    List<StoredDataSource> provisioned(Handle handle) {
        return handle.createQuery("select * from data_source where provisioned = 1 order by id")
                .map((row, _) -> stored(row))
                .list();
    }

    Optional<StoredDataSource> named(Handle handle, long orgId, String name) {
        return handle.createQuery("select * from data_source where org_id = :org and name = :name")
                .bind("org", orgId)
                .bind("name", name)
                .map((row, _) -> stored(row))
                .findOne();
    }

    Optional<StoredDataSource> withUid(Handle handle, long orgId, String uid) {
        return handle.createQuery("select * from data_source where org_id = :org and uid = :uid")
                .bind("org", orgId)
                .bind("uid", uid)
                .map((row, _) -> stored(row))
                .findOne();
    }

    long insert(Handle handle, DataSourceSettings settings, String uid, Instant now) {
        long id =
                bind(
                                handle.createUpdate(
                                        """
                                        insert into data_source (
                                            org_id, uid, name, type, access, url, login, database_name, basic_auth,
                                            basic_auth_user, with_credentials, is_default, json_data, secrets,
                                            read_only, provisioned, updated_at, streams)
                                        values (
                                            :org, :uid, :name, :type, :access, :url, :user, :database, :basicAuth,
                                            :basicAuthUser, :withCredentials, :isDefault, :json, '{}',
                                            :readOnly, 0, :updated, :streams)
                                        """),
                                settings)
                        .bind("org", settings.orgId())
                        .bind("uid", uid)
                        .bind("updated", now.toEpochMilli())
                        .executeAndReturnGeneratedKeys("id")
                        .mapTo(Long.class)
                        .one();
        setSecrets(handle, id, settings.secrets());
        freeUid(handle, settings.orgId(), uid);
        return id;
    }

    void update(Handle handle, long id, DataSourceSettings settings, String uid, Instant updated) {
        bind(
                        handle.createUpdate(
                                """
                                update data_source set
                                    uid = :uid, name = :name, type = :type, access = :access, url = :url,
                                    login = :user, database_name = :database, basic_auth = :basicAuth,
                                    basic_auth_user = :basicAuthUser, with_credentials = :withCredentials,
                                    is_default = :isDefault, json_data = :json, read_only = :readOnly,
                                    updated_at = :updated, streams = :streams,
                                    version = version + 1
                                where id = :id
                                """),
                        settings)
                .bind("id", id)
                .bind("uid", uid)
                .bind("updated", updated.toEpochMilli())
                .execute();
        setSecrets(handle, id, settings.secrets());
        freeUid(handle, settings.orgId(), uid);
    }

    /// Remembers what it was called until now.
    static void renamed(Handle handle, long orgId, String oldUid, long id, Instant now) {
        handle.createUpdate(
                        """
                        insert into data_source_old_uid (org_id, uid, data_source_id, changed_at)
                        values (:org, :uid, :id, :changed)
                        on conflict (org_id, uid)
                            do update set data_source_id = :id, changed_at = :changed
                        """)
                .bind("org", orgId)
                .bind("uid", oldUid)
                .bind("id", id)
                .bind("changed", now.toEpochMilli())
                .execute();
    }

    static void setProvisioned(Handle handle, long orgId, String name) {
        handle.createUpdate(
                        """
                        update data_source set provisioned = 1
                        where org_id = :org and name = :name and provisioned = 0
                        """)
                .bind("org", orgId)
                .bind("name", name)
                .execute();
    }

    static void clearDefault(Handle handle, long orgId, String exceptName) {
        handle.createUpdate(
                        """
                        update data_source set is_default = 0
                        where org_id = :org and is_default = 1 and name <> :name
                        """)
                .bind("org", orgId)
                .bind("name", exceptName)
                .execute();
    }

    static void delete(Handle handle, long id) {
        handle.createUpdate("delete from data_source where id = :id").bind("id", id).execute();
    }

    private static void freeUid(Handle handle, long orgId, String uid) {
        handle.createUpdate("delete from data_source_old_uid where org_id = :org and uid = :uid")
                .bind("org", orgId)
                .bind("uid", uid)
                .execute();
    }

    private void setSecrets(Handle handle, long id, Map<String, String> secrets) {
        var encrypted = new TreeMap<String, String>();
        secrets.forEach(
                (name, plain) -> encrypted.put(name, vault.encrypt(place(id, name), plain)));
        handle.createUpdate("update data_source set secrets = :secrets where id = :id")
                .bind("secrets", JsonMapper.shared().writeValueAsString(encrypted))
                .bind("id", id)
                .execute();
    }

    private static Update bind(Update update, DataSourceSettings settings) {
        return update.bind("name", settings.name())
                .bind("type", settings.type())
                .bind("access", settings.access())
                .bind("url", settings.url())
                .bind("user", settings.user())
                .bind("database", settings.database())
                .bind("basicAuth", settings.basicAuth())
                .bind("basicAuthUser", settings.basicAuthUser())
                .bind("withCredentials", settings.withCredentials())
                .bind("isDefault", settings.isDefault())
                .bind("json", settings.jsonData().toString())
                .bind("readOnly", settings.readOnly())
                .bind("streams", NamedStreamJson.stored(settings.streams()));
    }

    private StoredDataSource stored(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        var encrypted = secrets(row.getString("secrets"));
        var plain = new HashMap<String, String>();
        encrypted.forEach((name, text) ->
                vault.decrypt(place(id, name), text).ifPresent(secret -> plain.put(name, secret)));
        var source =
                new DataSource(
                        id,
                        row.getString("uid"),
                        row.getString("type"),
                        row.getString("name"),
                        row.getString("url"),
                        row.getString("login"),
                        row.getString("database_name"),
                        row.getBoolean("basic_auth"),
                        row.getString("basic_auth_user"),
                        RawJson.of(row.getString("json_data")),
                        plain,
                        Instant.ofEpochMilli(row.getLong("updated_at")));
        return new StoredDataSource(
                row.getLong("org_id"),
                source,
                row.getString("access"),
                row.getBoolean("is_default"),
                row.getBoolean("with_credentials"),
                row.getBoolean("read_only"),
                row.getBoolean("provisioned"),
                encrypted.keySet(),
                NamedStreamJson.read(row.getString("streams")),
                row.getInt("version"),
                plain.size() == encrypted.size() ? null : unreadable(source));
    }

    private static Problem unreadable(DataSource source) {
        return Problem.of(
                ProblemType.DATASOURCE_SECRETS,
                "The secrets of data source \""
                        + source.name()
                        + "\" ("
                        + source.uid()
                        + ") were encrypted with another [security] secret_key.",
                "Put that key back, or give the secrets again: with the data source's provisioning"
                        + " file and a restart, or by PUT /api/datasources/uid/"
                        + source.uid()
                        + ".");
    }

    private static Map<Picture.Key, Renamed> renamed(Handle handle) {
        return handle.createQuery(
                        """
                        select old.org_id, old.uid, old.changed_at, data_source.uid as now
                        from data_source_old_uid old
                        join data_source on data_source.id = old.data_source_id
                        """)
                .reduceResultSet(
                        new HashMap<>(),
                        (renamed, row, _) -> {
                            var uid = row.getString("uid");
                            renamed.put(
                                    new Picture.Key(row.getLong("org_id"), uid),
                                    new Renamed(
                                            uid,
                                            row.getString("now"),
                                            Instant.ofEpochMilli(row.getLong("changed_at"))));
                            return renamed;
                        });
    }

    @SuppressWarnings("unchecked") // This class wrote it: texts by name.
    private static Map<String, String> secrets(String json) {
        return json.equals("{}") ? Map.of() : JsonMapper.shared().readValue(json, Map.class);
    }

    private static String place(long id, String name) {
        return id + "/" + name;
    }
}
