package dev.freshet.server.datasource;

import dev.freshet.server.config.NearestName;
import dev.freshet.server.problem.Problem;
import dev.freshet.source.DataSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The data sources of all organisations. Any thread; every question is answered from memory.
public final class DataSources {
    private static final Logger log = LoggerFactory.getLogger(DataSources.class);

    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private volatile Picture picture = Picture.NOTHING;

    /// The data source of that uid, empty when there is none or it cannot be used: then [#trouble]
    /// says why.
    public Optional<DataSource> find(long orgId, String uid) {
        return stored(orgId, uid).filter(StoredDataSource::isUsable).map(StoredDataSource::source);
    }

    /// Those that can be used, by name.
    public List<DataSource> all(long orgId) {
        return stored(orgId).stream()
                .filter(StoredDataSource::isUsable)
                .map(StoredDataSource::source)
                .toList();
    }

    /// Why a data source that exists cannot be used: its secrets cannot be read, for example.
    public Optional<Problem> trouble(long orgId, String uid) {
        return stored(orgId, uid).map(StoredDataSource::trouble);
    }

    /// The data source that had this uid before and has another one now; empty when none had, or
    /// the uid is in use again.
    public Optional<Renamed> renamed(long orgId, String uid) {
        var now = picture;
        return now.find(orgId, uid).isPresent()
                ? Optional.empty()
                : Optional.ofNullable(now.renamed().get(new Picture.Key(orgId, uid)));
    }

    /// The uid that was probably meant by one that nobody has: of the data source with that very
    /// name, or the most alike. For callers who may list the data sources.
    public Optional<String> nearest(long orgId, String uid) {
        var all = picture.all(orgId);
        return all.stream()
                .map(StoredDataSource::source)
                .filter(source -> source.name().equalsIgnoreCase(uid))
                .map(DataSource::uid)
                .findFirst()
                .or(() ->
                        NearestName.to(
                                uid, all.stream().map(each -> each.source().uid()).toList()));
    }

    /// Tells `listener` of every change from now on: once, in order, after [#find] knows it, also
    /// when another process changed the tables. On a thread of the database: hand long work on.
    public void onChange(Consumer<Change> listener) {
        listeners.add(listener);
    }

    /// With what only this server wants to know of it.
    public Optional<StoredDataSource> stored(long orgId, String uid) {
        return picture.find(orgId, uid);
    }

    /// All of an organisation, by name, those included that cannot be used.
    public List<StoredDataSource> stored(long orgId) {
        return picture.all(orgId);
    }

    /// Takes a newer picture; an older one came late and is left.
    synchronized void publish(Picture newer) {
        var before = picture;
        if (newer.version() <= before.version()) {
            return;
        }
        picture = newer;
        if (before.version() > 0) {
            before.changesTo(newer).forEach(this::tell);
        }
    }

    Picture picture() {
        return picture;
    }

    private void tell(Change change) {
        for (var listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                log.error("a listener failed at {}", change, e);
            }
        }
    }
}
