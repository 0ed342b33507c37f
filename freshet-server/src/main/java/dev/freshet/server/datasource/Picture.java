package dev.freshet.server.datasource;

import dev.freshet.source.DataSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The data sources as they were at one version of the tables. Immutable.
record Picture(
        long version,
        Map<Long, StoredDataSource> byId,
        Map<Key, StoredDataSource> byUid,
        Map<Key, Renamed> renamed) {
    /// Before the first reading; no version of the tables is 0.
    static final Picture NOTHING = of(0, List.of(), Map.of());

    /// A uid is unique in its organisation only.
    record Key(long orgId, String uid) {}

    static Picture of(long version, List<StoredDataSource> all, Map<Key, Renamed> renamed) {
        var byId = new TreeMap<Long, StoredDataSource>();
        var byUid = new HashMap<Key, StoredDataSource>();
        for (var each : all) {
            byId.put(each.source().id(), each);
            byUid.put(new Key(each.orgId(), each.source().uid()), each);
        }
        return new Picture(version, byId, byUid, Map.copyOf(renamed));
    }

    Optional<StoredDataSource> find(long orgId, String uid) {
        return Optional.ofNullable(byUid.get(new Key(orgId, uid)));
    }

    /// By name, as people read lists.
    List<StoredDataSource> all(long orgId) {
        return byId.values().stream()
                .filter(each -> each.orgId() == orgId)
                .sorted(
                        Comparator.comparing(
                                each -> each.source().name(), String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    boolean hasSecrets() {
        return byId.values().stream().anyMatch(stored -> !stored.secretNames().isEmpty());
    }

    /// What is different in `newer` for those who use data sources.
    List<Change> changesTo(Picture newer) {
        var changes = new ArrayList<Change>();
        byId.forEach((id, stored) -> {
            if (stored.isUsable() && newer.usable(id) == null) {
                changes.add(Change.deleted(stored.orgId(), stored.source()));
            }
        });
        newer.byId.forEach((id, stored) -> {
            var before = usable(id);
            if (!stored.isUsable()) {
                return;
            }
            if (before == null) {
                changes.add(Change.created(stored.orgId(), stored.source()));
            } else if (!before.equals(stored.source())) {
                changes.add(Change.updated(stored.orgId(), before, stored.source()));
            }
        });
        return changes;
    }

    private @Nullable DataSource usable(long id) {
        var stored = byId.get(id);
        return stored != null && stored.isUsable() ? stored.source() : null;
    }
}
