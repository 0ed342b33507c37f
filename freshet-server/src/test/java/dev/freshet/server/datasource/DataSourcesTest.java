package dev.freshet.server.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TestClock;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.source.DataSource;
import dev.freshet.source.RawJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSourcesTest {
    private static final Instant THEN = Instant.parse("2026-01-31T12:00:00Z");

    /// Versions of pictures in these tests begin here: the tables of a new database have one, too.
    private static final long LATER = 1000;

    @TempDir Path directory;
    private final List<Change> changes = new ArrayList<>();
    private DataSourcesFixture fixture;
    private DataSources sources;

    @BeforeEach
    void open() throws Exception {
        fixture = DataSourcesFixture.open(directory, new TestClock());
        sources = fixture.sources;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aDataSourceIsFoundInItsOrganisationOnly() {
        publish(1, stored(7, 2, "prom", "http://a"));

        assertThat(sources.find(2, "prom")).map(DataSource::id).contains(7L);
        assertThat(sources.find(1, "prom")).isEmpty();
        assertThat(sources.all(1)).isEmpty();
    }

    @Test
    void changesAreToldOnceAndInOrder() {
        publish(1, stored(1, 1, "a", "http://a"), stored(2, 1, "b", "http://b"));
        sources.onChange(changes::add);

        publish(2, stored(2, 1, "b", "http://other"), stored(3, 1, "c", "http://c"));
        publish(2, stored(9, 1, "late", "http://late"));
        publish(3, stored(2, 1, "b", "http://other"), stored(3, 1, "c", "http://c"));

        assertThat(changes)
                .extracting(Change::kind)
                .containsExactly(Change.Kind.DELETED, Change.Kind.UPDATED, Change.Kind.CREATED);
        assertThat(changes.get(1).before()).extracting("url").isEqualTo("http://b");
        assertThat(changes.get(1).after()).extracting("url").isEqualTo("http://other");
    }

    @Test
    void aListenerThatFailsKeepsNobodyFromHearing() {
        publish(1);
        sources.onChange(_ -> {
            throw new IllegalStateException("on purpose");
        });
        sources.onChange(changes::add);

        publish(2, stored(1, 1, "a", "http://a"));

        assertThat(changes).hasSize(1);
    }

    @Test
    void whatCannotBeUsedIsNotFoundAndSaysWhy() {
        publish(1, stored(1, 1, "a", "http://a"));
        sources.onChange(changes::add);

        publish(2, stored(1, 1, "a", "http://a", Problem.of(ProblemType.INTERNAL, "no key")));

        assertThat(sources.find(1, "a")).isEmpty();
        assertThat(sources.trouble(1, "a")).map(Problem::message).contains("no key");
        assertThat(changes).extracting(Change::kind).containsExactly(Change.Kind.DELETED);
    }

    @Test
    void aMisspeltUidHasANearestOne() {
        publish(1, stored(1, 1, "prometheus", "http://a"), stored(2, 2, "promethean", "http://b"));

        assertThat(sources.nearest(1, "promtheus")).contains("prometheus");
        assertThat(sources.nearest(1, "Name of prometheus")).contains("prometheus");
        assertThat(sources.nearest(1, "something else")).isEmpty();
    }

    @Test
    void anEarlierUidSaysWhatItIsNow() {
        var renamed = Map.of(new Picture.Key(1, "old"), new Renamed("old", "a", THEN));
        sources.publish(Picture.of(LATER, List.of(stored(1, 1, "a", "http://a")), renamed));

        assertThat(sources.renamed(1, "old")).map(Renamed::uid).contains("a");
        assertThat(sources.renamed(2, "old")).isEmpty();
        assertThat(sources.renamed(1, "a")).isEmpty();
    }

    private void publish(long version, StoredDataSource... all) {
        sources.publish(Picture.of(LATER + version, List.of(all), Map.of()));
    }

    private static StoredDataSource stored(long id, long orgId, String uid, String url) {
        return stored(id, orgId, uid, url, null);
    }

    private static StoredDataSource stored(
            long id, long orgId, String uid, String url, @Nullable Problem trouble) {
        var source =
                new DataSource(
                        id,
                        uid,
                        "prometheus",
                        "Name of " + uid,
                        url,
                        "",
                        "",
                        false,
                        "",
                        RawJson.of("{}"),
                        Map.of(),
                        THEN);
        return new StoredDataSource(
                orgId, source, "proxy", false, false, false, false, Set.of(), List.of(), 1,
                trouble);
    }
}
