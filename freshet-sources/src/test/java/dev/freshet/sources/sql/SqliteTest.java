package dev.freshet.sources.sql;

import static dev.freshet.sources.sql.Asking.fetch;
import static dev.freshet.sources.sql.Asking.nanos;
import static dev.freshet.sources.sql.Asking.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.source.TimeColumn;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class SqliteTest extends SqlContract {
    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    @Override
    Upstream open(Duration timeout) throws SourceException {
        return open(folder.resolve("orders.db").toString(), timeout);
    }

    private static Upstream open(String path, Duration timeout) throws SourceException {
        return SqlType.sqlite()
                .open(
                        Asking.dataSource("sqlite", "", "", "", "", "{\"path\":\"" + path + "\"}"),
                        Asking.context(timeout));
    }

    @Override
    void execute(String... statements) throws SQLException {
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("orders.db"));
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    @Override
    String timeType() {
        return "text";
    }

    @Override
    String product() {
        return "SQLite";
    }

    @Override
    String slow() {
        return "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 1e10)"
                + " SELECT max(i) AS i FROM n";
    }

    @Test
    void aFileThatIsNotThereMayComeLater() throws Exception {
        try (var missing = open(folder.resolve("none.db").toString(), Asking.TIMEOUT)) {
            assertThatThrownBy(missing::checkHealth)
                    .isInstanceOf(UpstreamUnavailable.class)
                    .hasMessageContaining("its file does not exist")
                    .message()
                    .doesNotContain(folder.toString());
            assertThat(folder.resolve("none.db")).doesNotExist();

            Files.copy(folder.resolve("orders.db"), folder.resolve("none.db"));
            assertThat(missing.checkHealth()).startsWith("SQLite");
        }
    }

    @Test
    void aFileThatIsBeingWrittenToIsReadMeanwhile() throws Exception {
        execute("PRAGMA journal_mode = WAL");
        try (var writer =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("orders.db"));
                var statement = writer.createStatement()) {
            statement.execute("INSERT INTO m VALUES (1, '2026-11-25 10:00:00', 'a', 1)");
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO m VALUES (2, '2026-11-25 10:00:00', 'b', 1)");
            var query = table(upstream, "SELECT id FROM m");

            assertThat(fetch(query, "10:00", "10:01").rows()).isOne();
            writer.commit();
            assertThat(fetch(query, "10:00", "10:01").rows()).isEqualTo(2);
        }
        assertThat(fetch(table(upstream, "SELECT id FROM m"), "10:00", "10:01").rows())
                .isEqualTo(2);
    }

    /// The old file was read for as long as its connection was open.
    @Test
    void aFileThatTakesThePlaceOfAnotherIsReadFromThenOn() throws Exception {
        var file = folder.resolve("rotated.db");
        var next = folder.resolve("next.db");
        fill(file, "INSERT INTO n VALUES (1)");
        fill(next, "INSERT INTO n VALUES (2), (3)");
        try (var rotated = open(file.toString(), Asking.TIMEOUT)) {
            var query = table(rotated, "SELECT i FROM n");
            assertThat(fetch(query, "10:00", "10:01").rows()).isOne();

            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(fetch(query, "10:01", "10:02").rows()).isEqualTo(2);

            Files.delete(file);
            assertThatThrownBy(() -> fetch(query, "10:02", "10:03"))
                    .hasMessageContaining("its file does not exist");
        }
    }

    private static void fill(Path file, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE n (i INTEGER)");
            statement.execute(sql);
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws Exception {
        var file = Files.writeString(folder.resolve("text.db"), "no database".repeat(100));
        try (var wrong = open(file.toString(), Asking.TIMEOUT)) {
            assertThatThrownBy(() -> fetch(table(wrong, "SELECT * FROM m"), "10:00", "10:01"))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("not a database")
                    .extracting(e -> ((SourceException) e).hint())
                    .isEqualTo("Set path in the data source's settings to a SQLite file.");
        }
    }

    @Test
    void aFolderIsRefused() throws Exception {
        try (var wrong = open(folder.toString(), Asking.TIMEOUT)) {
            assertThatThrownBy(wrong::checkHealth)
                    .hasMessageContaining("its path is not a file")
                    .extracting(e -> ((SourceException) e).hint())
                    .asString()
                    .startsWith("Check path ");
        }
    }

    @Test
    void aFileHasToBeNamed() {
        assertThatThrownBy(() -> open("", Asking.TIMEOUT)).hasMessageContaining("names no file");
    }

    @Test
    void timesMayBeNumbersOfAnyUnit() throws Exception {
        execute("CREATE TABLE n (time, v)");
        long seconds = nanos("10:00:30") / 1_000_000_000;
        execute(
                "INSERT INTO n VALUES (%d, 1), (%d.5, 2), (%d000, 3), ('2026-11-25T11:00:30+01:00', 4)"
                        .formatted(seconds, seconds, seconds));

        var query = table(upstream, "SELECT time, v FROM n WHERE $__timeFilter(time)");
        var frame = fetch(query, "10:00", "10:01");

        assertThat(times(frame))
                .isEqualTo(
                        TimeColumn.of(
                                nanos("10:00:30"),
                                nanos("10:00:30.5"),
                                nanos("10:00:30"),
                                nanos("10:00:30")));
        assertThat(fetch(query, "10:01", "10:02").rows()).isZero();
    }

    @Test
    void valuesOfSeveralTypesAreShownAsTexts() throws Exception {
        execute("CREATE TABLE v (a, b integer, c blob, d boolean, e)");
        execute(
                "INSERT INTO v VALUES (1, 2, x'00ff', 1, 9007199254740993), ('x', NULL, NULL, 0,"
                        + " 1)");

        var frame = fetch(table(upstream, "SELECT a, b, c, d, e FROM v"), "10:00", "10:01");

        assertThat(frame.fields())
                .extracting(field -> field.column().type().exact())
                .containsExactly("string", "float64", "string", "bool", "int64");
        assertThat(texts(frame, "c").toString()).contains("\"AP8=\"");
        assertThat(integers(frame, "e").value(0)).isEqualTo(9007199254740993L);
    }

    @Test
    void thePluginsOwnMembersAreUnderstood() throws Exception {
        insert(1, "10:00:30", "a", 1);
        var json = JsonMapper.shared().createObjectNode();
        json.put("queryText", "SELECT time AS ts, cpu FROM m WHERE $__timeFilter(time)")
                .put("queryType", "time series")
                .putArray("timeColumns")
                .add("ts");
        var query =
                (PolledQuery)
                        upstream.prepare(
                                new QueryModel(
                                        json, Duration.ofSeconds(1), Duration.ofHours(1), 100));

        assertThat(times(fetch(query, "10:00", "10:01")))
                .isEqualTo(TimeColumn.of(nanos("10:00:30")));
    }
}
