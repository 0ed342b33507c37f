package dev.freshet.server.datasource;

import dev.freshet.server.TestClock;
import dev.freshet.server.config.DatabaseSettings;
import dev.freshet.server.config.Secret;
import dev.freshet.server.storage.Database;
import dev.freshet.server.storage.DatabaseUnusable;
import dev.freshet.source.RawJson;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Data sources on a database of their own; a second one on the same file is what another process
/// would be.
public final class DataSourcesFixture implements AutoCloseable {
    public final Database database;
    public final DataSources sources;
    public final List<Change> changes = new ArrayList<>();

    private DataSourcesFixture(Database database, DataSources sources) {
        this.database = database;
        this.sources = sources;
        sources.onChange(changes::add);
    }

    public static DataSourcesFixture open(Path directory, TestClock clock) throws DatabaseUnusable {
        return open(directory, clock, "a key of this server");
    }

    public static DataSourcesFixture open(Path directory, TestClock clock, String key)
            throws DatabaseUnusable {
        var database =
                Database.open(
                        new DatabaseSettings(
                                DatabaseSettings.Type.SQLITE3, directory.resolve("freshet.db")));
        return new DataSourcesFixture(
                database, DataSources.open(database, new Secret(key), clock, new SecureRandom()));
    }

    /// Creates it, or updates the one of that name.
    public void save(DataSourceSettings settings) {
        now(
                sources.change(editor -> {
                    editor.named(settings.orgId(), settings.name())
                            .ifPresentOrElse(
                                    known -> editor.update(known, settings),
                                    () -> editor.create(settings));
                    return true;
                }));
    }

    public void delete(String name) {
        now(
                sources.change(editor -> {
                    editor.named(1, name).ifPresent(editor::delete);
                    return true;
                }));
    }

    public void makeOrganisation(String name) {
        now(
                database.write(handle ->
                        handle.execute("insert into org (name, created_at) values (?, 0)", name)));
    }

    public static DataSourceSettings settings(
            String name, @Nullable String uid, String url, Map<String, String> secrets) {
        return settings(name, uid, url, secrets, List.of());
    }

    public static DataSourceSettings settings(
            String name,
            @Nullable String uid,
            String url,
            Map<String, String> secrets,
            List<NamedStream> streams) {
        return new DataSourceSettings(
                1,
                uid,
                name,
                "prometheus",
                "proxy",
                url,
                "",
                "",
                false,
                "",
                false,
                false,
                RawJson.of("{\"interval\":5}"),
                secrets,
                false,
                streams);
    }

    public static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Override
    public void close() {
        database.close();
    }
}
