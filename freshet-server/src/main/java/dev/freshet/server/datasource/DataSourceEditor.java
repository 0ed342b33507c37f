package dev.freshet.server.datasource;

import dev.freshet.source.DataSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Changes data sources within one transaction, on its thread; see [DataSources#change].
public final class DataSourceEditor {
    private final Handle handle;
    private final DataSourceTable table;
    private final Instant now;

    DataSourceEditor(Handle handle, DataSourceTable table, Instant now) {
        this.handle = handle;
        this.table = table;
        this.now = now;
    }

    /// Names of the organisations, by number.
    public Map<Long, String> organisations() {
        return DataSourceTable.organisations(handle);
    }

    /// The data source of that name.
    public Optional<StoredDataSource> named(long orgId, String name) {
        return table.named(handle, orgId, name);
    }

    /// The data source of that uid.
    public Optional<StoredDataSource> withUid(long orgId, String uid) {
        return table.withUid(handle, orgId, uid);
    }

    /// Makes it as new.
    ///
    /// The uid and the name must be free in the organisation.
    public void create(DataSourceSettings settings) {
        beforeDefault(settings);
        table.insert(handle, settings, settings.uidWhenNew(), now);
    }

    /// Makes `existing` be `settings`; nothing is written when it is already, and its time is
    /// another one only when something is different for its users; named streams count, because
    /// channels that show them have to hear of it.
    ///
    /// A new uid and a new name must be free in the organisation; the old uid is remembered.
    public void update(StoredDataSource existing, DataSourceSettings settings) {
        var before = existing.source();
        var uid = settings.uid() == null ? before.uid() : settings.uid();
        var after = source(before, settings, uid, before.updated());
        boolean same =
                existing.isUsable()
                        && after.equals(before)
                        && settings.streams().equals(existing.streams());
        if (same && ofOurs(existing).equals(ofOurs(settings))) {
            return;
        }
        beforeDefault(settings);
        table.update(handle, before.id(), settings, uid, same ? before.updated() : later(before));
        if (!uid.equals(before.uid())) {
            DataSourceTable.renamed(handle, settings.orgId(), before.uid(), before.id(), now);
        }
    }

    /// Notes that it came from a provisioning file.
    public void setProvisioned(long orgId, String name) {
        DataSourceTable.setProvisioned(handle, orgId, name);
    }

    /// Deletes it.
    public void delete(StoredDataSource existing) {
        DataSourceTable.delete(handle, existing.source().id());
    }

    /// All that came from provisioning files, of all organisations.
    public List<StoredDataSource> provisioned() {
        return table.provisioned(handle);
    }

    /// What only this server knows of a data source.
    private record Ours(
            String access, boolean isDefault, boolean withCredentials, boolean readOnly) {}

    private static Ours ofOurs(StoredDataSource stored) {
        return new Ours(
                stored.access(), stored.isDefault(), stored.withCredentials(), stored.readOnly());
    }

    private static Ours ofOurs(DataSourceSettings settings) {
        return new Ours(
                settings.access(),
                settings.isDefault(),
                settings.withCredentials(),
                settings.readOnly());
    }

    private static DataSource source(
            DataSource before, DataSourceSettings settings, String uid, Instant updated) {
        return new DataSource(
                before.id(),
                uid,
                settings.type(),
                settings.name(),
                settings.url(),
                settings.user(),
                settings.database(),
                settings.basicAuth(),
                settings.basicAuthUser(),
                settings.jsonData(),
                settings.secrets(),
                updated);
    }

    /// A plugin takes two different times for two different settings, so each change has a time of
    /// its own, even within a millisecond.
    private Instant later(DataSource before) {
        var next = before.updated().plusMillis(1);
        return now.isAfter(next) ? now : next;
    }

    private void beforeDefault(DataSourceSettings settings) {
        if (settings.isDefault()) {
            DataSourceTable.clearDefault(handle, settings.orgId(), settings.name());
        }
    }
}
