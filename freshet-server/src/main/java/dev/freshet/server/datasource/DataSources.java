package dev.freshet.server.datasource;

import dev.freshet.server.config.NearestName;
import dev.freshet.server.config.Secret;
import dev.freshet.server.config.SecuritySettings;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.storage.Coalesced;
import dev.freshet.server.storage.Database;
import dev.freshet.source.DataSource;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The data sources of all organisations. Any thread; every question is answered from memory.
public final class DataSources {
    private static final Logger log = LoggerFactory.getLogger(DataSources.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final Database database;
    private final DataSourceTable table;
    private final InstantSource clock;
    private final boolean keyIsSecret;
    private final Coalesced refreshing = new Coalesced(this::readWhenChanged);
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private volatile Picture picture = Picture.NOTHING;

    private DataSources(
            Database database, DataSourceTable table, boolean keyIsSecret, InstantSource clock) {
        this.keyIsSecret = keyIsSecret;
        this.database = database;
        this.table = table;
        this.clock = clock;
    }

    /// Reads the tables; blocks.
    ///
    /// @param secretKey what secrets are encrypted with; a data source whose secrets were encrypted
    ///   with another one is there but not found, see [#trouble]
    public static DataSources open(
            Database database, Secret secretKey, InstantSource clock, SecureRandom random) {
        var opened =
                database.write(
                                handle -> {
                                    var salt = DataSourceTable.salt(handle);
                                    var table =
                                            new DataSourceTable(new Vault(secretKey, salt, random));
                                    var sources =
                                            new DataSources(
                                                    database,
                                                    table,
                                                    !SecuritySettings.isDefault(secretKey),
                                                    clock);
                                    sources.publish(table.all(handle));
                                    return sources;
                                })
                        .toCompletableFuture();
        return opened.join();
    }

    /// Looks every two seconds for what other processes changed, until `scheduler` is shut down.
    public void watch(ScheduledExecutorService scheduler) {
        var _ =
                scheduler.scheduleWithFixedDelay(
                        this::look,
                        LOOK_EVERY.toMillis(),
                        LOOK_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

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

    /// The one of that name, those included that cannot be used.
    public Optional<StoredDataSource> named(long orgId, String name) {
        return picture.all(orgId).stream()
                .filter(stored -> stored.source().name().equals(name))
                .findFirst();
    }

    /// The name that was probably meant by one that nobody has. For callers who may list the data
    /// sources.
    public Optional<String> nearestName(long orgId, String name) {
        return NearestName.to(
                name, picture.all(orgId).stream().map(stored -> stored.source().name()).toList());
    }

    /// Tells `listener` of every change from now on: once, in order, after [#find] knows it, also
    /// when another process changed the tables. On a thread of the database: hand long work on.
    public void onChange(Consumer<Change> listener) {
        listeners.add(listener);
    }

    /// Changes data sources, all or nothing; completes when [#find] knows and listeners were told.
    ///
    /// @param work runs on the database's writing thread; what it throws fails the stage and undoes
    ///   everything
    public <T> CompletionStage<T> change(Function<DataSourceEditor, T> work) {
        return database.write(
                        handle -> {
                            var result =
                                    work.apply(
                                            new DataSourceEditor(handle, table, clock.instant()));
                            return new Changed<>(result, table.all(handle));
                        })
                .thenApply(changed -> {
                    publish(changed.picture());
                    return changed.result();
                });
    }

    /// Completes when the memory is at least as new as the tables were at the time of the call.
    public CompletionStage<Long> refresh() {
        return refreshing.run();
    }

    /// The named stream behind the channel `ds/<uid>/<name>`; empty when there is none or the data
    /// source cannot be used.
    public Optional<NamedStream> stream(long orgId, String uid, String name) {
        return stored(orgId, uid)
                .filter(StoredDataSource::isUsable)
                .flatMap(stored -> stored.stream(name));
    }

    /// With what only this server wants to know of it.
    public Optional<StoredDataSource> stored(long orgId, String uid) {
        return picture.find(orgId, uid);
    }

    /// The one with this number, of whichever organisation.
    public Optional<StoredDataSource> numbered(long id) {
        return Optional.ofNullable(picture.byId().get(id));
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
        warnOfKey(before, newer);
        newer.byId().forEach((id, stored) -> warnOfTrouble(before.byId().get(id), stored));
        if (before.version() > 0) {
            before.changesTo(newer).forEach(this::tell);
        }
    }

    Picture picture() {
        return picture;
    }

    private void warnOfKey(Picture before, Picture newer) {
        if (!keyIsSecret && newer.hasSecrets() && !before.hasSecrets()) {
            log.warn(
                    "data sources have secrets, and they are encrypted with the secret_key that"
                            + " everybody knows; set [security] secret_key to what `openssl rand"
                            + " -base64 32` prints, restart, and give the secrets again (those of"
                            + " provisioning files are taken from there)");
        }
    }

    private record Changed<T>(T result, Picture picture) {}

    private void look() {
        var _ =
                refresh()
                        .whenComplete((_, failure) -> {
                            if (failure != null) {
                                log.warn(
                                        "The data sources could not be read; changes by other"
                                                + " processes are seen later: {}",
                                        failure.getMessage());
                            }
                        });
    }

    private CompletionStage<Long> readWhenChanged() {
        return database.read(DataSourceTable::version)
                .thenCompose(version ->
                        version == picture.version()
                                ? Coalesced.done(version)
                                : database.read(table::all).thenApply(this::published));
    }

    private long published(Picture newer) {
        publish(newer);
        return newer.version();
    }

    private static void warnOfTrouble(@Nullable StoredDataSource before, StoredDataSource stored) {
        var trouble = stored.trouble();
        if (trouble != null && (before == null || before.isUsable())) {
            log.warn("{} {}", trouble.message(), trouble.hint());
        }
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
