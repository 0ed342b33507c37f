package dev.freshet.sources.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class InfluxQlQueryTest {
    @Test
    void macrosAreReplaced() throws SourceException {
        assertThat(
                        prepare(
                                        "{'timeInterval':'30s'}",
                                        "SELECT mean(v)/$__interval_ms FROM m WHERE ${timeFilter}"
                                            + " GROUP BY time([[__interval]]), \\\"$interval\\\"")
                                .statement()
                                .text())
                .isEqualTo(
                        "SELECT mean(v)/30000 FROM m WHERE $timeFilter GROUP BY time(30s),"
                                + " \"30s\"");
    }

    @Test
    void stepIsTheBucketOfTheOutermostQueryThatHasOne() throws SourceException {
        assertThat(step("SELECT mean(v) FROM m WHERE $timeFilter GROUP BY time(1m), host"))
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(
                        step(
                                "SELECT a FROM (SELECT mean(v) AS a FROM m WHERE $timeFilter"
                                        + " GROUP BY time(20s))"))
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(
                        step(
                                "SELECT max(a) FROM (SELECT mean(v) AS a FROM m WHERE $timeFilter"
                                        + " GROUP BY time(20s)) GROUP BY time(1m)"))
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(step("SELECT v FROM m WHERE $timeFilter AND x = 'GROUP BY time(1m)'"))
                .isEqualTo(Duration.ZERO);
        assertThat(
                        step(
                                "SELECT max(a) FROM (SELECT mean(v) AS a FROM m WHERE $timeFilter"
                                        + " GROUP BY time(20s))"))
                .isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP DATABASE test",
                "SELECT v INTO x FROM m WHERE $timeFilter",
                "SELECT v FROM m WHERE $timeFilter; DROP DATABASE test",
                "SELECT v FROM m WHERE $timeFilter -- ;\\n; DROP DATABASE test",
                "SELECT /'/ FROM m WHERE $timeFilter; DROP DATABASE test --'",
                "SELECT /'/ INTO x FROM m WHERE $timeFilter AND a='b' AND c='",
                "SELECT v / 2 ; DROP DATABASE test; SELECT v / 2 FROM m WHERE $timeFilter",
                "EXPLAIN SELECT v FROM m WHERE $timeFilter",
                "/* */ DROP DATABASE test",
            })
    void whatMayWriteIsRefused(String query) {
        assertThatThrownBy(() -> prepare("{}", query))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("The query ");
    }

    @Test
    void textsMayHaveWhatStatementsMayNot() throws SourceException {
        assertThat(
                        prepare("{}", "select v from m where $timeFilter and a = 'into; x' ; ")
                                .statement()
                                .text())
                .endsWith("'into; x'");
    }

    @Test
    void whatCannotBeFollowedIsRefused() {
        refused("SELECT mean(v) FROM m GROUP BY time(10s)", "The query has no $timeFilter");
        refused(
                "SELECT cumulative_sum(mean(v)) FROM m WHERE $timeFilter GROUP BY time(10s)",
                "cumulative_sum() depends on the whole range");
        refused("SELECT mean(v) FROM m WHERE $timeFilter GROUP BY time(10s, 5s)", "has an offset");
        refused(
                "SELECT mean(v) FROM m WHERE $timeFilter GROUP BY time(90x)",
                "GROUP BY time(90x) is no interval");
        refused(
                "SELECT mean(v) FROM m WHERE $timeFilter GROUP BY time(1d) tz('Asia/Tokyo')",
                "in a time zone");
        refused("SELECT v FROM m WHERE $timeFilter LIMIT 5", "LIMIT gives the oldest rows");
        refused(
                "SELECT top(v, 3) FROM m WHERE $timeFilter",
                "The query gives several values for the whole range.");
    }

    @Test
    void functionsThatNeedEarlierPointsLookBack() throws SourceException {
        assertThat(lookBack("SELECT mean(v) FROM m WHERE $timeFilter GROUP BY time(1s)")).isZero();
        assertThat(
                        lookBack(
                                "SELECT difference(mean(v)) FROM m WHERE $timeFilter GROUP BY"
                                        + " time(1s)"))
                .isEqualTo(10);
        assertThat(
                        lookBack(
                                "SELECT moving_average(mean(v), 7) FROM m WHERE $timeFilter GROUP"
                                        + " BY time(1s)"))
                .isEqualTo(17);
        assertThat(
                        lookBack(
                                "SELECT mean(v) FROM m WHERE $timeFilter GROUP BY time(1s)"
                                        + " fill(previous)"))
                .isEqualTo(10);
    }

    @Test
    void queriesAreTheSameWhenTheirAnswersAre() throws SourceException {
        var text = "SELECT mean(v) FROM m WHERE $timeFilter GROUP BY time(10s)";
        var query = prepare("{}", text);

        assertThat(prepare("{}", text + " ;").identity()).isEqualTo(query.identity());
        assertThat(prepare("{'timeInterval':'1m'}", text).identity()).isEqualTo(query.identity());
        assertThat(
                        prepareJson("{}", "{'rawQuery':true,'alias':'x','query':'" + text + "'}")
                                .identity())
                .isNotEqualTo(query.identity());
        assertThat(
                        prepareJson(
                                        "{}",
                                        "{'rawQuery':true,'resultFormat':'table','query':'"
                                                + text
                                                + "'}")
                                .identity())
                .isNotEqualTo(query.identity());
    }

    @Test
    void aliasNamesPartsOfASeries() {
        var tags = Map.of("host", "a$1", "data-center", "eu");

        assertThat(alias("$measurement/$m/$col $tag_host", tags))
                .isEqualTo("net.eth0/net.eth0/mean a$1");
        assertThat(alias("[[1]] [[tag_data-center]] $tag_none $7", tags))
                .isEqualTo("eth0 eu $tag_none $7");
        assertThat(alias("", tags)).isEqualTo("net.eth0.mean {data-center: eu, host: a$1}");
    }

    @Test
    void whatTheEditorStoresCannotBecomeAnythingElse() throws SourceException {
        assertThat(
                        build(
                                """
                                {"measurement":"m\\" WHERE 1=1","select":[[{"type":"field",
                                 "params":["v\\\\"]}]],"tags":[
                                 {"key":"a","operator":"=~","value":"/x/ OR b =~ /y/"},
                                 {"condition":"or","key":"b","operator":"=","value":"/^it's$/"},
                                 {"condition":"AND","key":"n","operator":">","value":"1 OR 1=1"},
                                 {"key":"t","operator":"Is Not","value":"TRUE"},
                                 {"key":"t::tag","operator":"Is","value":"5"}]}\
                                """))
                .isEqualTo(
                        "SELECT \"v\\\\\" FROM \"m\\\" WHERE 1=1\" WHERE (\"a\" =~ /x\\/ OR b =~"
                            + " \\/y/ OR \"b\" = 'it\\'s' AND \"n\" > '1 OR 1=1' AND \"t\" != true"
                            + " AND \"t\"::tag = '5') AND $timeFilter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'select':[[]]}",
                "{'measurement':'m'}",
                "{'measurement':'m','select':[[{'type':'field','params':['v']},"
                        + "{'type':'mean','params':['1) FROM x']}]]}",
                "{'measurement':'m','select':[[{'type':'drop table'}]]}",
                "{'measurement':'m','select':[[{'type':'field','params':[]}]]}",
                "{'measurement':'m','select':[[{'type':'field','params':['v']},"
                        + "{'type':'math','params':['* 2 FROM x']}]]}",
                "{'measurement':'m','select':[[{'type':'field','params':['v']}]],'limit':'1 x'}",
                "{'measurement':'m','select':[[{'type':'field','params':['v']}]],'tz':'x; y'}",
                "{'measurement':'m','select':[[{'type':'field','params':['v']}]],"
                        + "'orderByTime':'up'}",
                "{'measurement':'m','select':[[{'type':'field','params':['v']}]],"
                        + "'tags':[{'key':'a','operator':'LIKE','value':'b'}]}",
            })
    void wrongPartsOfTheEditorAreRefused(String json) {
        assertThatThrownBy(() -> build(json.replace('\'', '"')))
                .isInstanceOf(SourceException.class);
    }

    @Test
    void veryLongPartsOfTheEditorAreRefused() {
        var math = "* 2".repeat(100_000);
        assertThatThrownBy(() ->
                        build(
                                "{\"measurement\":\"m\",\"select\":[[{\"type\":\"math\",\"params\":[\"%s\"]}]]}"
                                        .formatted(math)))
                .isInstanceOf(SourceException.class)
                .message()
                .hasSizeLessThan(300);
    }

    @Test
    void wrongSettingsAreNamed() {
        var text = "SELECT v FROM m WHERE $timeFilter";
        assertThatThrownBy(() -> prepare("{'version':'Basic'}", text))
                .hasMessage("Setting version of data source \"Test\" is \"Basic\".");
        assertThatThrownBy(() -> prepare("{'httpMode':'PUT'}", text))
                .hasMessage("Setting httpMode of data source \"Test\" is \"PUT\".");
        assertThatThrownBy(() ->
                        new InfluxDbType()
                                .open(
                                        Settings.dataSource("influxdb", "http://127.0.0.1:9", "{}"),
                                        Settings.context()))
                .hasMessage("Data source \"Test\" has no database.");
    }

    private static String alias(String pattern, Map<String, String> tags) {
        return new Alias(pattern).of("net.eth0", "mean", tags);
    }

    private static String build(String json) throws SourceException {
        return QueryBuilder.build(JsonMapper.shared().readTree(json));
    }

    private static void refused(String query, String message) {
        assertThatThrownBy(() -> prepare("{}", query))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(message);
    }

    private static Duration step(String query) throws SourceException {
        return prepare("{}", query).step();
    }

    private static int lookBack(String query) throws SourceException {
        return prepare("{}", query).statement().lookBack();
    }

    private static InfluxQlQuery prepare(String settings, String query) throws SourceException {
        return prepareJson(settings, "{\"rawQuery\":true,\"query\":\"" + query + "\"}");
    }

    private static InfluxQlQuery prepareJson(String settings, String query) throws SourceException {
        var dataSource =
                Settings.dataSource(
                        "influxdb",
                        "http://127.0.0.1:9",
                        "",
                        "db",
                        settings.replace('\'', '"'),
                        Map.of());
        try (var upstream = new InfluxDbType().open(dataSource, Settings.context())) {
            var json = query.startsWith("{'") ? query.replace('\'', '"') : query;
            return (InfluxQlQuery) upstream.prepare(Settings.query(Duration.ofSeconds(10), json));
        }
    }
}
