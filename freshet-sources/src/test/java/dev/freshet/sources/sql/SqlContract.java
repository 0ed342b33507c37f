package dev.freshet.sources.sql;

import static dev.freshet.sources.sql.Asking.fetch;
import static dev.freshet.sources.sql.Asking.nanos;
import static dev.freshet.sources.sql.Asking.query;
import static dev.freshet.sources.sql.Asking.series;
import static dev.freshet.sources.sql.Asking.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.Column;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.LongColumn;
import dev.freshet.source.SourceException;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import dev.freshet.sources.upstream.PolledQuery.Shape;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every database has to do alike.
abstract class SqlContract {
    Upstream upstream;

    @SuppressWarnings("NullAway.Init")
    SqlContract() {}

    /// A data source whose user may also write.
    abstract Upstream open(Duration timeout) throws SourceException;

    /// Changes the database, from outside.
    abstract void execute(String... statements) throws SQLException;

    /// The type of columns of times, to which texts such as `2026-11-25 10:00:00.5` are assigned.
    abstract String timeType();

    abstract String product();

    @BeforeEach
    void createTable() throws SourceException, SQLException {
        execute(
                "DROP TABLE IF EXISTS m",
                "CREATE TABLE m (id bigint, time %s, host varchar(20), cpu double precision)"
                        .formatted(timeType()));
        upstream = open(Asking.TIMEOUT);
    }

    @AfterEach
    void close() {
        upstream.close();
    }

    final void insert(int id, String time, String host, double cpu) throws SQLException {
        execute(
                "INSERT INTO m VALUES (%d, '2026-11-25 %s', '%s', %s)"
                        .formatted(id, time, host, cpu));
    }

    @Test
    void textColumnsTellSeriesApart() throws Exception {
        insert(1, "10:00:01.25", "a", 1);
        insert(2, "10:00:01.25", "b", 2);
        insert(3, "10:00:02", "a", 3);

        var query =
                series(
                        upstream,
                        "SELECT time, host, cpu FROM m WHERE $__timeFilter(time) ORDER BY 1");
        var frame = fetch(query, "10:00", "10:01");

        assertThat(query.shape()).isEqualTo(Shape.SERIES);
        assertThat(query.step()).isEqualTo(Duration.ZERO);
        assertThat(frame.fields().get(0).column())
                .isEqualTo(TimeColumn.of(nanos("10:00:01.25"), nanos("10:00:02")));
        assertThat(frame.fields().get(1).labels()).isEqualTo(Map.of("host", "a"));
        assertThat(frame.fields().get(1).column())
                .isEqualTo(DoubleColumn.of(FieldType.FLOAT64, 1, 3));
        assertThat(frame.fields().get(2).labels()).isEqualTo(Map.of("host", "b"));
        assertThat(frame.fields().get(2).column().isNull(1)).isTrue();
    }

    @Test
    void columnMetricNamesTheSeries() throws Exception {
        insert(1, "10:00:01", "a", 1);

        var frame =
                fetch(
                        series(
                                upstream,
                                "SELECT time, host AS metric, cpu FROM m WHERE"
                                        + " $__timeFilter(time)"),
                        "10:00",
                        "10:01");

        assertThat(frame.fields().get(1).name()).isEqualTo("a");
    }

    @Test
    void rowsInsertedLaterAppearInTheNextRangeOnly() throws Exception {
        var query =
                series(upstream, "SELECT time, cpu FROM m WHERE $__timeFilter(time) ORDER BY time");
        insert(1, "10:00:30", "a", 1);
        assertThat(times(fetch(query, "10:00", "10:01")))
                .isEqualTo(TimeColumn.of(nanos("10:00:30")));

        insert(2, "10:01:00", "a", 2);
        insert(3, "10:01:59.999", "a", 3);

        assertThat(times(fetch(query, "10:01", "10:02")))
                .isEqualTo(TimeColumn.of(nanos("10:01"), nanos("10:01:59.999")));
        assertThat(fetch(query, "10:05", "10:06").rows()).isZero();
    }

    @Test
    void rowsWithEqualTimesAllStandInATable() throws Exception {
        insert(1, "10:00:30", "a", 1);
        insert(2, "10:00:30", "a", 1);

        var query = table(upstream, "SELECT host, time, cpu FROM m WHERE $__timeFilter(time)");
        var frame = fetch(query, "10:00", "10:01");

        assertThat(query.shape()).isEqualTo(Shape.ROWS);
        assertThat(frame.fields()).extracting(Field::name).containsExactly("time", "host", "cpu");
        assertThat(times(frame)).isEqualTo(TimeColumn.of(nanos("10:00:30"), nanos("10:00:30")));
    }

    @Test
    void groupsIntoBucketsThatAreCompleteAfterTheirEnd() throws Exception {
        insert(1, "10:00:10", "a", 1);
        insert(2, "10:00:50", "a", 3);
        insert(3, "10:01:00", "a", 7);

        var query =
                series(
                        upstream,
                        "SELECT $__timeGroupAlias(time, '1m'), avg(cpu) AS load_avg FROM m WHERE"
                                + " $__timeFilter(time) GROUP BY 1 ORDER BY 1");
        var frame = fetch(query, "10:00", "10:02");

        assertThat(query.step()).isEqualTo(Duration.ofMinutes(1));
        assertThat(query.completeAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(times(frame)).isEqualTo(TimeColumn.of(nanos("10:00"), nanos("10:01")));
        assertThat(numbers(frame, 1)).isEqualTo(DoubleColumn.of(FieldType.FLOAT64, 2, 7));
    }

    @Test
    void bucketsWithoutRowsAreFilledAlsoInLaterRanges() throws Exception {
        insert(1, "10:00:10", "a", 5);
        var zero =
                series(
                        upstream,
                        "SELECT $__timeGroup(time, '1m', 0) AS time, max(cpu) AS v FROM m WHERE"
                                + " $__timeFilter(time) GROUP BY 1");
        var previous =
                series(
                        upstream,
                        "SELECT $__timeGroup(time, '1m', previous) AS time, max(cpu) AS v FROM m"
                                + " WHERE $__timeFilter(time) GROUP BY 1");

        assertThat(numbers(fetch(zero, "09:59", "10:02"), 1)).isEqualTo(doubles(0, 5, 0));
        assertThat(numbers(fetch(zero, "10:02", "10:04"), 1)).isEqualTo(doubles(0, 0));
        assertThat(numbers(fetch(previous, "09:59", "10:02"), 1)).isEqualTo(doubles(5, 5));
        assertThat(numbers(fetch(previous, "10:02", "10:03"), 1)).isEqualTo(doubles(5));
    }

    /// A poll asks again for what it has asked before; only the very next range was filled.
    @Test
    void thePointBeforeFillsBucketsAlsoWhereRangesOverlap() throws Exception {
        insert(1, "10:00:10", "a", 5);
        var previous =
                series(
                        upstream,
                        "SELECT $__timeGroup(time, '1m', previous) AS time, max(cpu) AS v FROM m"
                                + " WHERE $__timeFilter(time) GROUP BY 1");
        fetch(previous, "09:59", "10:03");

        var frame = fetch(previous, "10:01", "10:05");
        assertThat(times(frame)).isEqualTo(TimeColumn.of(nanos("10:03"), nanos("10:04")));
        assertThat(numbers(frame, 1)).isEqualTo(doubles(5, 5));
    }

    @Test
    void epochSecondsAreTimes() throws Exception {
        long at = nanos("10:00:30") / 1_000_000_000;
        execute("DROP TABLE IF EXISTS e", "CREATE TABLE e (t bigint, v double precision)");
        execute("INSERT INTO e VALUES (%d, 4)".formatted(at));

        var plain = series(upstream, "SELECT t AS time, v FROM e WHERE $__unixEpochFilter(t)");
        var grouped =
                series(
                        upstream,
                        "SELECT $__unixEpochGroupAlias(t, $__interval), sum(v) AS v FROM e WHERE"
                                + " t >= $__unixEpochFrom() AND t < $__unixEpochTo() GROUP BY 1");

        assertThat(times(fetch(plain, "10:00", "10:01")))
                .isEqualTo(TimeColumn.of(nanos("10:00:30")));
        assertThat(fetch(plain, "10:01", "10:02").rows()).isZero();
        assertThat(grouped.step()).isEqualTo(Duration.ofSeconds(10));
        assertThat(times(fetch(grouped, "10:00", "10:01")))
                .isEqualTo(TimeColumn.of(nanos("10:00:30")));
    }

    @Test
    void epochNanosecondsAreExact() throws Exception {
        execute("DROP TABLE IF EXISTS e", "CREATE TABLE e (t bigint, v double precision)");
        execute("INSERT INTO e VALUES (%d, 4)".formatted(nanos("10:00") + 1));

        var query = series(upstream, "SELECT t AS time, v FROM e WHERE $__unixEpochNanoFilter(t)");

        assertThat(times(fetch(query, "10:00", "10:01")))
                .isEqualTo(TimeColumn.of(nanos("10:00") + 1));
    }

    @Test
    void macrosOfOneTimeAreUnderstood() throws Exception {
        insert(1, "10:00:30", "a", 1);

        var query = series(upstream, "SELECT $__time(time), cpu FROM m WHERE $__timeFilter(time)");
        var epoch =
                series(upstream, "SELECT $__timeEpoch(time), cpu FROM m WHERE $__timeFilter(time)");

        assertThat(times(fetch(query, "10:00", "10:01")))
                .isEqualTo(TimeColumn.of(nanos("10:00:30")));
        assertThat(times(fetch(epoch, "10:00", "10:01")))
                .isEqualTo(TimeColumn.of(nanos("10:00:30")));
    }

    @Test
    void tableWithoutFilterIsAskedAsAWholeWithTimesAsTexts() throws Exception {
        insert(1, "10:00:30", "a", 1);
        var query = table(upstream, "SELECT id, time, host FROM m");

        assertThat(fetch(query, "23:00", "23:01").fields())
                .extracting(field -> field.column().type().kind())
                .containsExactly("number", "string", "string");
        insert(2, "11:00:30", "b", 1);
        assertThat(fetch(query, "23:01", "23:02").rows()).isEqualTo(2);
    }

    @Test
    void seriesWithoutFilterAreRefused() {
        assertThatThrownBy(() -> series(upstream, "SELECT time, cpu FROM m"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("all times at once")
                .extracting(e -> ((SourceException) e).hint())
                .asString()
                .contains("$__timeFilter");
    }

    @Test
    void watermarkLetsOnlyNewRowsThrough() throws Exception {
        var query =
                query(
                        upstream,
                        "SELECT id, host FROM m WHERE $__watermark(id) ORDER BY id",
                        "table",
                        "{\"watermark\":\"id\"}");
        insert(1, "10:00:00", "a", 1);
        insert(2, "10:00:00", "b", 1);

        var first = fetch(query, "10:00", "10:01");
        insert(3, "10:00:00", "c", 1);
        var second = fetch(query, "10:01", "10:02");
        var third = fetch(query, "10:02", "10:03");
        var again = fetch(query, "09:00", "10:03");

        assertThat(texts(first, "host")).isEqualTo(StringColumn.of("a", "b"));
        assertThat(texts(second, "host")).isEqualTo(StringColumn.of("c"));
        assertThat(times(second)).isEqualTo(TimeColumn.of(nanos("10:01:59.999")));
        assertThat(third.rows()).isZero();
        assertThat(texts(again, "host")).isEqualTo(StringColumn.of("a", "b", "c"));
        assertThat(times(again))
                .isEqualTo(
                        TimeColumn.of(
                                nanos("10:00:59.999"),
                                nanos("10:00:59.999"),
                                nanos("10:01:59.999")));
    }

    @Test
    void watermarkOfTextsIsNoWayIn() throws Exception {
        var query =
                query(
                        upstream,
                        "SELECT host FROM m WHERE $__watermark(host)",
                        "table",
                        "{\"watermark\":\"host\"}");
        execute("INSERT INTO m VALUES (1, '2026-11-25 10:00:00', 'a'' OR 1=1 -- ?', 1)");
        fetch(query, "10:00", "10:01");
        execute("INSERT INTO m VALUES (2, '2026-11-25 10:00:00', 'B', 1)");
        execute("INSERT INTO m VALUES (3, '2026-11-25 10:00:00', 'ä', 1)");

        assertThat(texts(fetch(query, "10:01", "10:02"), "host")).isEqualTo(StringColumn.of("ä"));
    }

    @Test
    void watermarkOfTimesIsExact() throws Exception {
        var query =
                query(
                        upstream,
                        "SELECT time, host FROM m WHERE $__watermark(time) ORDER BY time",
                        "table",
                        "{}");
        insert(1, "10:00:00.123", "a", 1);
        fetch(query, "10:00", "10:01");
        insert(2, "10:00:00.124", "b", 1);

        assertThat(texts(fetch(query, "10:00", "10:02"), "host"))
                .isEqualTo(StringColumn.of("a", "b"));
    }

    @Test
    void watermarkHasToBeSelected() throws Exception {
        insert(1, "10:00:00", "a", 1);
        var query = query(upstream, "SELECT host FROM m WHERE $__watermark(id)", "table", "{}");

        assertThatThrownBy(() -> fetch(query, "10:00", "10:01"))
                .hasMessage("The answer has no column \"id\" to go by.");
    }

    @Test
    void statementsThatDoNotReadAreRefusedBeforeTheyAreAsked() {
        for (var sql :
                new String[] {
                    "INSERT INTO m VALUES (9, NULL, 'x', 1)",
                    "DELETE FROM m",
                    "DROP TABLE m",
                    "SELECT 1; DELETE FROM m",
                    "SELECT 1; COMMIT; DELETE FROM m",
                    "/* SELECT */ UPDATE m SET cpu = 1",
                }) {
            assertThatThrownBy(() -> table(upstream, sql)).isInstanceOf(SourceException.class);
        }
    }

    @Test
    void semicolonsInTextsAndAtTheEndAreNoSecondStatement() throws Exception {
        var frame =
                fetch(
                        table(upstream, "SELECT 'it''s; fine' AS t -- so; is this\n ; -- end"),
                        "10:00",
                        "10:01");

        assertThat(texts(frame, "t")).isEqualTo(StringColumn.of("it's; fine"));
    }

    @Test
    void tooManyRowsAreRefused() throws Exception {
        var rows =
                "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                        + " SELECT i FROM n";

        assertThat(fetch(table(upstream, rows.formatted(1000)), "10:00", "10:01").rows())
                .isEqualTo(1000);
        assertThatThrownBy(() -> fetch(table(upstream, rows.formatted(1001)), "10:00", "10:01"))
                .isExactlyInstanceOf(SourceException.class)
                .hasMessageContaining("more than 1000 rows");
        assertThat(fetch(table(upstream, "SELECT 1 AS one"), "10:00", "10:01").rows()).isOne();
    }

    @Test
    void tooManyBytesAreRefused() throws Exception {
        var rows =
                "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                        + " SELECT '"
                        + "x".repeat(1000)
                        + "' AS t FROM n";

        assertThatThrownBy(() -> fetch(table(upstream, rows), "10:00", "10:01"))
                .isExactlyInstanceOf(SourceException.class)
                .hasMessageContaining("more than 200000 bytes");
        assertThat(fetch(table(upstream, "SELECT 1 AS one"), "10:00", "10:01").rows()).isOne();
    }

    @Test
    void columnsMayChangeBetweenTwoPolls() throws Exception {
        var query = table(upstream, "SELECT * FROM m WHERE $__timeFilter(time)");
        insert(1, "10:00:30", "a", 1);
        fetch(query, "10:00", "10:01");

        execute("ALTER TABLE m ADD COLUMN extra varchar(10)", "ALTER TABLE m DROP COLUMN cpu");
        execute("INSERT INTO m VALUES (2, '2026-11-25 10:01:30', 'b', 'new')");

        assertThat(texts(fetch(query, "10:01", "10:02"), "extra"))
                .isEqualTo(StringColumn.of("new"));
    }

    @Test
    void theServersWordsAreTold() throws Exception {
        var query = table(upstream, "SELECT it FROM nowhere");

        assertThatThrownBy(() -> fetch(query, "10:00", "10:01"))
                .isExactlyInstanceOf(SourceException.class)
                .hasMessageStartingWith("Data source \"Orders\" refused the query: ")
                .hasMessageContaining("nowhere");
    }

    @Test
    void slowStatementsEndAtTheTimeout() throws Exception {
        try (var impatient = open(Duration.ofMillis(400))) {
            var query = table(impatient, slow());

            assertThatThrownBy(() -> fetch(query, "10:00", "10:01"))
                    .isInstanceOf(UpstreamUnavailable.class)
                    .hasMessage("Data source \"Orders\" did not answer within 0.4 s.");
            assertThat(fetch(table(impatient, "SELECT 1 AS one"), "10:00", "10:01").rows()).isOne();
        }
    }

    /// A statement that takes a minute.
    abstract String slow();

    @Test
    void interruptedCallersLeaveAtOnce() throws Exception {
        var query = table(upstream, slow());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> fetch(query, "10:00", "10:01"))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void healthTellsTheVersion() throws Exception {
        assertThat(upstream.checkHealth()).matches(product() + " \\d+\\.\\d+.*");
    }

    @Test
    void queriesOfOneIdentityGetTheSameAnswers() throws Exception {
        var one = table(upstream, "SELECT 1 AS a");

        assertThat(one.identity()).isEqualTo(table(upstream, "SELECT 1 AS a").identity());
        assertThat(one.identity()).isNotEqualTo(table(upstream, "SELECT 2 AS a").identity());
    }

    @Test
    void unknownMacrosAreRefused() {
        assertThatThrownBy(() -> table(upstream, "SELECT $__timeFiltr(time) FROM m"))
                .hasMessageContaining("$__timeFiltr");
    }

    static Column times(Frame frame) {
        return frame.fields().getFirst().column();
    }

    static DoubleColumn numbers(Frame frame, int field) {
        return (DoubleColumn) frame.fields().get(field).column();
    }

    static DoubleColumn doubles(double... values) {
        return DoubleColumn.of(FieldType.FLOAT64, values);
    }

    static Column texts(Frame frame, String name) {
        return frame.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow()
                .column();
    }

    static LongColumn integers(Frame frame, String name) {
        return (LongColumn) texts(frame, name);
    }
}
