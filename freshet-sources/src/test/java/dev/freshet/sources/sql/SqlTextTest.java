package dev.freshet.sources.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a;b'",
                "SELECT \"a;b\"",
                "SELECT 1 -- a;b",
                "SELECT 1 /* a;b /* c;d */ e;f */",
                "SELECT E'it\\';b'",
                "SELECT $$a;b$$",
                "SELECT $x$a;$$;b$x$",
                "( SELECT 1 )",
                "/* first */ -- second\n select 1",
                "VALUES (1)",
                "TABLE m",
            })
    void oneStatementOfPostgresIsTakenAsItIs(String sql) throws SourceException {
        assertThat(SqlText.of(sql, SqlQuoting.POSTGRES)).hasToString(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; SELECT 2",
                "SELECT 'a\\'; DELETE FROM m; --'",
                "SELECT a$x$; DELETE FROM m; --$x$",
                "SELECT nameE'\\'; DELETE FROM m; --'",
                "SELECT 1 /* /* */ ; */ ; DELETE FROM m",
                "SELECT 'open",
                "SELECT /* open",
                "SELECT $$open",
                "DELETE FROM m",
                "EXPLAIN ANALYZE DELETE FROM m",
                "selected",
                "-- only a comment",
                " ",
            })
    void otherThingsAreRefused(String sql) {
        assertThatThrownBy(() -> SqlText.of(sql, SqlQuoting.POSTGRES))
                .isInstanceOf(SourceException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1--1; DELETE FROM m",
                "SELECT 'a''\\'' ; DELETE FROM m",
                "SELECT `a\\`; DELETE FROM m",
                "SELECT 1 /*! ; DELETE FROM m */",
                "SELECT 1 /*M! ; DELETE FROM m */",
                "SELECT 1 INTO/**/DUMPFILE '/tmp/x'",
            })
    void whatMysqlReadsInItsOwnWayIsRefused(String sql) {
        assertThatThrownBy(() -> SqlText.of(sql, SqlQuoting.MYSQL))
                .isInstanceOf(SourceException.class);
    }

    @ParameterizedTest
    @EnumSource(SqlQuoting.class)
    void aSemicolonAtTheEndIsLeftOut(SqlQuoting quoting) throws SourceException {
        assertThat(SqlText.of("SELECT 1 ; -- done\n;", quoting)).hasToString("SELECT 1 ");
    }

    @Test
    void bracketsQuoteInSqlite() throws SourceException {
        assertThat(SqlText.of("SELECT [a;b]", SqlQuoting.SQLITE)).hasToString("SELECT [a;b]");
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> SqlText.of("SELECT " + "1".repeat(100_000), SqlQuoting.SQLITE))
                .hasMessageContaining("100007 characters");
    }
}
