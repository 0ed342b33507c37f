package dev.freshet.sources.sql;

import static dev.freshet.sources.sql.Asking.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacrosTest {
    private static SqlTemplate template(Dialect dialect, String sql) throws SourceException {
        return SqlTemplate.of(SqlText.of("SELECT " + sql, dialect.quoting()), dialect);
    }

    private static String expanded(Dialect dialect, String sql) throws SourceException {
        return template(dialect, sql)
                .bind(range("10:00", "10:01:00.5"), null)
                .sql()
                .substring("SELECT ".length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    $__time(t)                      | t AS "time"
                    $__timeEpoch(t)                 | extract(epoch from t) AS "time"
                    $__timeFilter(a.t)              | (a.t >= timestamptz '2026-11-25 10:00:00.000000+00' AND a.t < timestamptz '2026-11-25 10:01:00.500000+00')
                    $__timeFrom()                   | timestamptz '2026-11-25 10:00:00.000000+00'
                    $__timeTo()                     | timestamptz '2026-11-25 10:01:00.500000+00'
                    $__timeGroup(f(a, b), '5m')     | floor((extract(epoch from f(a, b))) / 300) * 300
                    $__timeGroup(t, 500ms, NULL)    | floor((extract(epoch from t)) / 0.5) * 0.5
                    $__timeGroupAlias(t,'1h',0)     | floor((extract(epoch from t)) / 3600) * 3600 AS "time"
                    $__unixEpochFilter(t)           | (t >= 1795600800 AND t < 1795600861)
                    $__unixEpochFrom()              | 1795600800
                    $__unixEpochTo()                | 1795600861
                    $__unixEpochNanoFilter(t)       | (t >= 1795600800000000000 AND t < 1795600860500000000)
                    $__unixEpochNanoFrom()          | 1795600800000000000
                    $__unixEpochNanoTo()            | 1795600860500000000
                    $__unixEpochGroup(t, '1m')      | floor((t) / 60) * 60
                    $__unixEpochGroupAlias(t, '1m') | floor((t) / 60) * 60 AS "time"
                    $__watermark(id)                | 1 = 1
                    '$__timeFrom()' -- $__nothing   | '$__timeFrom()' -- $__nothing
                    """)
    void macrosOfPostgres(String sql, String expanded) throws SourceException {
        assertThat(expanded(new PostgresDialect(), sql)).isEqualTo(expanded);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    $__time(t)                      | UNIX_TIMESTAMP(t) AS time_sec
                    $__timeFilter(t)                | (t >= TIMESTAMP '2026-11-25 10:00:00.000000' AND t < TIMESTAMP '2026-11-25 10:01:00.500000')
                    $__timeGroup(t, '5m')           | (UNIX_TIMESTAMP(t)) DIV 300 * 300
                    $__unixEpochGroupAlias(t, '1m') | (t) DIV 60 * 60 AS `time`
                    """)
    void macrosOfMysql(String sql, String expanded) throws SourceException {
        assertThat(expanded(new MysqlDialect(), sql)).isEqualTo(expanded);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    $__time(t)                      | t AS "time"
                    $__timeFrom()                   | '2026-11-25 10:00:00.000'
                    $__unixEpochGroupSeconds(t, 10) | CAST(floor((t) * 1.0 / 10) AS INTEGER) * 10
                    """)
    void macrosOfSqlite(String sql, String expanded) throws SourceException {
        assertThat(expanded(new SqliteDialect(), sql)).isEqualTo(expanded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$__timeFilter()",
                "$__timeFilter",
                "$__timeFilter(a, b)",
                "$__timeFilter(a",
                "$__timeFilter($__time(a))",
                "$__timeGroup(t)",
                "$__timeGroup(t, 'often')",
                "$__timeGroup(t, '0s')",
                "$__timeGroup(t, '1m', sometimes)",
                "$__timeGroup(t, '1m'), $__timeGroup(t, '2m')",
                "$__watermark(a), $__watermark(b)",
                "$__unknown(a)",
            })
    void wrongMacrosAreRefused(String sql) {
        assertThatThrownBy(() -> template(new PostgresDialect(), sql))
                .isInstanceOf(SourceException.class);
    }

    @Test
    void aBucketIsTheStep() throws SourceException {
        var group = template(new PostgresDialect(), "$__timeGroup(t, '5m', -1.5)").group();

        assertThat(group)
                .isEqualTo(new SqlGroup(Duration.ofMinutes(5), new SqlGroup.Fill.Constant(-1.5)));
    }

    @Test
    void theLastValueIsAParameter() throws SourceException {
        var template = template(new PostgresDialect(), "a ? 'b?' WHERE $__watermark(id)");

        assertThat(template.bind(range("10:00", "10:01"), 7L))
                .isEqualTo(new BoundSql("SELECT a ?? 'b?' WHERE id > ?", List.of(7L)));
        assertThat(template.bind(range("10:00", "10:01"), "x").sql())
                .endsWith("(id) COLLATE \"C\" > ?");
    }
}
