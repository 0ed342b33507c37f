package dev.freshet.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TestClock;
import dev.freshet.server.config.DatabaseSettings;
import dev.freshet.server.storage.Database;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.polling.StreamQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownQueriesTest {
    private static final StreamQuery QUERY =
            new StreamQuery(Settings.query(Duration.ofSeconds(5), "{}"), Duration.ZERO, null);

    @TempDir Path directory;
    private final TestClock clock = new TestClock();
    private Database database;

    @BeforeEach
    void open() throws Exception {
        database =
                Database.open(
                        new DatabaseSettings(
                                DatabaseSettings.Type.SQLITE3, directory.resolve("freshet.db")));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /// Only their number was bounded, so that an organisation could have gigabytes of them.
    @Test
    void anOrganisationHasSixtyFourMebibytesOfThemAndTheLatest() throws Exception {
        now(
                database.write(handle ->
                        handle.createUpdate(
                                        """
                                        insert into live_query (org_id, hash, query, used_at)
                                        with recursive number(n) as
                                            (select 1 union all select n + 1 from number where n < 1200)
                                        select 1, 'h' || n, hex(zeroblob(32768)), n from number
                                        """)
                                .execute()));

        var path = new KnownQueries(database, clock).remember(1, "prom", QUERY);

        long bytes =
                now(
                        database.read(handle ->
                                handle.createQuery(
                                                "select sum(octet_length(query)) from live_query")
                                        .mapTo(Long.class)
                                        .one()));
        assertThat(bytes).isBetween(63L << 20, 64L << 20);
        var hashes =
                now(
                        database.read(handle ->
                                handle.createQuery("select hash from live_query")
                                        .mapTo(String.class)
                                        .set()));
        assertThat(hashes).contains(path.substring("q/".length()), "h1200").doesNotContain("h1");
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
