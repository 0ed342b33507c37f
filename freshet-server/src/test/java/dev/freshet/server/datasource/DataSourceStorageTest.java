package dev.freshet.server.datasource;

import static dev.freshet.server.datasource.DataSourcesFixture.now;
import static dev.freshet.server.datasource.DataSourcesFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.server.TestClock;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.source.DataSource;
import dev.freshet.source.RawJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSourceStorageTest {
    @TempDir Path directory;
    private final TestClock clock = new TestClock();
    private DataSourcesFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = DataSourcesFixture.open(directory, clock);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatWasStoredIsThereAfterOpeningAgain() throws Exception {
        fixture.save(settings("Prom", "prom", "http://a", Map.of("password", "hunter2")));
        fixture.close();

        fixture = DataSourcesFixture.open(directory, clock);

        var found = fixture.sources.find(1, "prom").orElseThrow();
        assertThat(found.url()).isEqualTo("http://a");
        assertThat(found.secrets()).containsExactly(Map.entry("password", "hunter2"));
        assertThat(found.jsonData()).isEqualTo(RawJson.of("{\"interval\":5}"));
        assertThat(found.updated()).isEqualTo(clock.instant());
    }

    @Test
    void aNumberIsNeverGivenToAnotherDataSource() {
        fixture.save(settings("One", "one", "http://a", Map.of()));
        long first = fixture.sources.find(1, "one").orElseThrow().id();
        fixture.delete("One");

        fixture.save(settings("One", "one", "http://a", Map.of()));

        assertThat(fixture.sources.find(1, "one").orElseThrow().id()).isGreaterThan(first);
    }

    @Test
    void theTimeChangesOnlyWithTheContent() {
        fixture.save(settings("Prom", "prom", "http://a", Map.of("password", "a")));
        var made = fixture.sources.find(1, "prom").orElseThrow().updated();
        clock.advance(Duration.ofHours(1));

        fixture.save(settings("Prom", "prom", "http://a", Map.of("password", "a")));
        var same = fixture.sources.find(1, "prom").orElseThrow().updated();
        fixture.save(settings("Prom", "prom", "http://a", Map.of("password", "b")));
        var other = fixture.sources.find(1, "prom").orElseThrow().updated();
        fixture.save(settings("Prom", "prom", "http://a", Map.of("password", "c")));
        var again = fixture.sources.find(1, "prom").orElseThrow().updated();

        assertThat(same).isEqualTo(made);
        assertThat(other).isEqualTo(clock.instant());
        assertThat(again).isAfter(other);
        assertThat(fixture.changes)
                .extracting(Change::kind)
                .containsExactly(Change.Kind.CREATED, Change.Kind.UPDATED, Change.Kind.UPDATED);
    }

    @Test
    void noSecretStandsInTheFileNorInText() throws Exception {
        fixture.save(settings("Prom", "prom", "http://a", Map.of("password", "hunter2hunter2")));

        for (var file : new String[] {"freshet.db", "freshet.db-wal"}) {
            var bytes = Files.readAllBytes(directory.resolve(file));
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
        }
        assertThat(fixture.changes.toString()).doesNotContain("hunter2");
        assertThat(fixture.sources.stored(1, "prom").toString()).doesNotContain("hunter2");
        assertThat(settings("P", "p", "", Map.of("password", "hunter2")).toString())
                .doesNotContain("hunter2");
    }

    @Test
    void withAnotherKeyTheDataSourceSaysWhyItIsNotThere() throws Exception {
        fixture.save(settings("Prom", "prom", "http://a", Map.of("password", "hunter2")));
        fixture.save(settings("Open", "open", "http://b", Map.of()));
        fixture.close();

        fixture = DataSourcesFixture.open(directory, clock, "another key");

        assertThat(fixture.sources.find(1, "prom")).isEmpty();
        assertThat(fixture.sources.find(1, "open")).isPresent();
        assertThat(fixture.sources.trouble(1, "prom"))
                .hasValueSatisfying(trouble -> {
                    assertThat(trouble.type()).isEqualTo(ProblemType.DATASOURCE_SECRETS);
                    assertThat(trouble.message()).contains("\"Prom\" (prom)", "secret_key");
                });
        assertThat(fixture.sources.stored(1, "prom").orElseThrow().secretNames())
                .containsExactly("password");
    }

    @Test
    void givingTheSecretsAgainMakesItUsableWithTheNewKey() throws Exception {
        var settings = settings("Prom", "prom", "http://a", Map.of("password", "hunter2"));
        fixture.save(settings);
        fixture.close();
        fixture = DataSourcesFixture.open(directory, clock, "another key");

        fixture.save(settings);

        assertThat(fixture.sources.find(1, "prom").map(DataSource::secrets))
                .contains(Map.of("password", "hunter2"));
        assertThat(fixture.sources.trouble(1, "prom")).map(Problem::message).isEmpty();
        assertThat(fixture.changes).extracting(Change::kind).containsExactly(Change.Kind.CREATED);
    }

    @Test
    void anEarlierUidIsRememberedUntilItIsInUseAgain() {
        fixture.save(settings("Prom", "old", "http://a", Map.of()));
        clock.advance(Duration.ofDays(1));

        fixture.save(settings("Prom", "new", "http://a", Map.of()));
        var renamed = fixture.sources.renamed(1, "old");
        fixture.save(settings("Prom", "newest", "http://a", Map.of()));
        var twice = fixture.sources.renamed(1, "old");
        fixture.save(settings("Other", "old", "http://b", Map.of()));

        assertThat(renamed).contains(new Renamed("old", "new", clock.instant()));
        assertThat(twice).contains(new Renamed("old", "newest", clock.instant()));
        assertThat(fixture.sources.renamed(1, "new")).map(Renamed::uid).contains("newest");
        assertThat(fixture.sources.renamed(1, "old")).isEmpty();
    }

    @Test
    void withoutAUidItIsMadeOfTheNameAsGrafanaDoes() {
        fixture.save(settings("Prometheus", null, "http://a", Map.of()));
        fixture.save(settings("Prometheus", "mine", "http://a", Map.of()));
        fixture.save(settings("Prometheus", null, "http://a", Map.of()));

        assertThat(fixture.sources.renamed(1, "PBFA97CFB590B2093"))
                .map(Renamed::uid)
                .contains("mine");
        assertThat(fixture.sources.find(1, "mine")).isPresent();
    }

    @Test
    void whatAnotherProcessChangedIsToldOnceAfterTheNextLook() throws Exception {
        try (var other = DataSourcesFixture.open(directory, clock)) {
            other.save(settings("Prom", "prom", "http://a", Map.of()));
            assertThat(fixture.sources.find(1, "prom")).isEmpty();

            now(fixture.sources.refresh());
            now(fixture.sources.refresh());

            assertThat(fixture.sources.find(1, "prom")).isPresent();
            assertThat(fixture.changes)
                    .extracting(Change::kind)
                    .containsExactly(Change.Kind.CREATED);
        }
    }

    @Test
    void aChangeThatFailsLeavesNothing() {
        var failed =
                fixture.sources.change(editor -> {
                    editor.create(settings("Prom", "prom", "http://a", Map.of()));
                    throw new IllegalStateException("on purpose");
                });

        assertThatThrownBy(() -> now(failed)).hasRootCauseMessage("on purpose");
        assertThat(fixture.sources.stored(1)).isEmpty();
        assertThat(fixture.changes).isEmpty();
    }

    @Test
    void dataSourcesGoWithTheirOrganisation() {
        fixture.makeOrganisation("Second");
        var settings =
                new DataSourceSettings(
                        2,
                        "prom",
                        "Prom",
                        "prometheus",
                        "proxy",
                        "http://a",
                        "",
                        "",
                        false,
                        "",
                        false,
                        true,
                        RawJson.of("{}"),
                        Map.of(),
                        false,
                        List.of());
        fixture.save(settings);

        now(fixture.database.write(handle -> handle.execute("delete from org where id = 2")));
        now(fixture.sources.refresh());

        assertThat(fixture.sources.find(2, "prom")).isEmpty();
        assertThat(fixture.changes)
                .extracting(Change::kind)
                .containsExactly(Change.Kind.CREATED, Change.Kind.DELETED);
    }
}
