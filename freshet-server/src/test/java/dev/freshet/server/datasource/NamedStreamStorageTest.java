package dev.freshet.server.datasource;

import static dev.freshet.server.datasource.DataSourcesFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TestClock;
import dev.freshet.source.RawJson;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedStreamStorageTest {
    private static final NamedStream CPU =
            stream("cpu", "{\"expr\":\"a\\\"ö\",\"n\":1.50,\"e\":1E+3}", Duration.ofMillis(1500));
    private static final NamedStream LOAD = stream("host/load", "{}", null);

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
    void streamsAreThereAfterOpeningAgainInTheirOrder() throws Exception {
        save("http://a", LOAD, CPU);
        fixture.close();

        fixture = DataSourcesFixture.open(directory, clock);

        assertThat(stored().streams()).containsExactly(LOAD, CPU);
    }

    @Test
    void dataSourcesOfTheVersionBeforeHaveNone(@TempDir Path older) throws Exception {
        var url = "jdbc:sqlite:" + older.resolve("freshet.db");
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:dev/freshet/server/storage/migration")
                .target("2")
                .load()
                .migrate();
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into data_source values (7, 1, 'prom', 'Prom', 'prometheus', 'proxy',"
                            + " '', '', '', 0, '', 0, 0, '{}', '{}', 0, 1, 0)");
        }

        try (var tables = DataSourcesFixture.open(older, clock)) {
            var stored = tables.sources.stored(1, "prom").orElseThrow();
            assertThat(stored.streams()).isEmpty();
            assertThat(stored.provisioned()).isTrue();
        }
    }

    @Test
    void aStreamIsFoundByItsNameInItsDataSource() {
        save("http://a", CPU, LOAD);

        assertThat(fixture.sources.stream(1, "prom", "host/load")).contains(LOAD);
        assertThat(fixture.sources.stream(1, "prom", "host")).isEmpty();
        assertThat(fixture.sources.stream(1, "other", "cpu")).isEmpty();
        assertThat(fixture.sources.stream(2, "prom", "cpu")).isEmpty();
        assertThat(LOAD.channel("prom")).isEqualTo("ds/prom/host/load");
    }

    @Test
    void aDataSourceThatCannotBeUsedHasNoStreams() throws Exception {
        fixture.save(settings("Prom", "prom", "", Map.of("password", "x"), List.of(CPU)));
        fixture.close();

        fixture = DataSourcesFixture.open(directory, clock, "another key");

        assertThat(fixture.sources.stream(1, "prom", "cpu")).isEmpty();
        assertThat(stored().streams()).containsExactly(CPU);
    }

    @Test
    void changedStreamsAreAChangeOfTheDataSource() {
        save("http://a", CPU);
        var made = stored().source().updated();

        save("http://a", CPU);
        var same = stored().source().updated();
        save("http://a", CPU, LOAD);
        var more = stored().source().updated();
        save("http://a", LOAD);
        var fewer = stored().source().updated();
        save("http://a");

        assertThat(same).isEqualTo(made);
        assertThat(more).isAfter(made);
        assertThat(fewer).isAfter(more);
        assertThat(fixture.changes)
                .extracting(Change::kind)
                .containsExactly(
                        Change.Kind.CREATED,
                        Change.Kind.UPDATED,
                        Change.Kind.UPDATED,
                        Change.Kind.UPDATED);
        assertThat(stored().streams()).isEmpty();
    }

    @Test
    void whatAnotherProcessDidToStreamsIsTold() throws Exception {
        save("http://a", CPU);
        try (var other = DataSourcesFixture.open(directory, clock)) {
            other.save(settings("Prom", "prom", "http://a", Map.of(), List.of(LOAD)));
        }

        DataSourcesFixture.now(fixture.sources.refresh());

        assertThat(fixture.changes)
                .extracting(Change::kind)
                .containsExactly(Change.Kind.CREATED, Change.Kind.UPDATED);
        assertThat(fixture.sources.stream(1, "prom", "cpu")).isEmpty();
    }

    private void save(String url, NamedStream... streams) {
        fixture.save(settings("Prom", "prom", url, Map.of(), List.of(streams)));
    }

    private StoredDataSource stored() {
        return fixture.sources.stored(1, "prom").orElseThrow();
    }

    private static NamedStream stream(String name, String query, @Nullable Duration overlap) {
        return new NamedStream(
                name,
                RawJson.of(query),
                Duration.ofSeconds(90),
                Duration.ofDays(7),
                Duration.ZERO,
                overlap);
    }
}
