package dev.freshet.sources.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.influxdb.Statement.Summary;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class FluxScriptTest {
    private static final String RANGE = "from(bucket: \"b\") |> range(start: v.timeRangeStart) ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|> to(bucket: \"x\")",
                "|> to (bucket: \"x\")",
                "f = to\n",
                "f = (tables=<-) => tables |> experimental.to(bucket: \"x\")",
                "|> (experimental[\"to\"])(bucket: \"x\")",
                "r = {f: to}",
                "g(f: to, x: 1)",
                "f = if true then to else yield",
                "import \"http\"",
                "import h \"experimental/http\"",
                "import \"influxdata/influxdb/secrets\"",
                "|> influxdb.wideTo(bucket: \"x\")",
                "f = influxdb.wideTo",
                "f = // a comment\nto\n",
                "s = \"//\" f = // a comment\nto\n",
                "f = () => to\n",
                "|> to // a comment\n(bucket: \"x\")",
                "|> (influxdb[\"\\x74o\"])(bucket: \"x\")",
                "import // \"date\"\n\"sql\"",
                "import h // \"date\"\n\"sql\"",
                "import \"\\x73ql\"",
                "from(bucket: \"b\", host: \"http://other\")",
                "buckets(host: other)",
            })
    void whatMayWriteOrReachOutIsRefused(String code) {
        assertThatThrownBy(() -> script(code + "\n" + RANGE))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("The query ");
    }

    @Test
    void whatOnlyComputesIsAllowed() throws SourceException {
        assertThat(
                        script(
                                        "import \"math\"\nimport d \"date\"\n"
                                                + RANGE
                                                + "// convert to percent\n"
                                                + "|> group(columns: [\"host\"]) |> filter(fn:"
                                                + " (r) => r.host != \"import\")"
                                                + "|> map(fn: (r) => ({host: r.host, _value: 1}))"
                                                + "|> map(fn: (r) => ({r with _value: math.round(x:"
                                                + " r._value)}))")
                                .summary())
                .isEqualTo(Summary.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|> aggregateWindow(every: 1mo, fn: mean)",
                "|> aggregateWindow(every: 10s, fn: mean, offset: 5s)",
                "|> aggregateWindow(every: 10s, period: 1m, fn: mean)",
                "|> aggregateWindow(every: 10s, fn: mean) x |> aggregateWindow(every: 1m, fn: max)",
                "|> cumulativeSum()",
                "|> limit(n: 10)",
                "|> exponentialMovingAverage(n: 3)",
            })
    void whatCannotBeFollowedIsRefused(String code) {
        assertThatThrownBy(() -> script(RANGE + code)).isInstanceOf(SourceException.class);
    }

    @Test
    void rangeAndSettingsHaveToBeThere() {
        assertThatThrownBy(() -> script("from(bucket: \"b\") |> range(start: -1h)"))
                .hasMessageContaining("no v.timeRangeStart");
        assertThatThrownBy(() -> script("// v.timeRangeStart")).hasMessage("The query is empty.");
        assertThatThrownBy(() -> script("")).hasMessage("The query is empty.");
        assertThatThrownBy(() -> script(RANGE.replace("\"b\"", "v.defaultBucket")))
                .hasMessageContaining("has no defaultBucket");
    }

    @Test
    void windowsAreFoundWithFunctionsInThem() throws SourceException {
        var script =
                script(
                        RANGE
                                + "|> aggregateWindow(fn: (column, tables=<-) => tables |>"
                                + " quantile(q: 0.9, column: column), every: v.windowPeriod,"
                                + " createEmpty: false) |> derivative(unit: 1s) |>"
                                + " movingAverage(n: 5) |> yield(name: \"a\")");

        assertThat(script.window()).isEqualTo(new FluxWindow(Duration.ofSeconds(10), true));
        assertThat(script.lookBack()).isEqualTo(15);
        assertThat(script.hasSeveralResults()).isFalse();
    }

    @Test
    void olderWayToWriteWindowsIsUnderstood() throws SourceException {
        var script =
                script(
                        RANGE
                                + "|> window(every: 1m) |> mean() |> duplicate(column: \"_start\","
                                + " as: \"_time\") |> window(every: inf)");

        assertThat(script.window()).isEqualTo(new FluxWindow(Duration.ofMinutes(1), false));
        assertThat(script.summary()).isEqualTo(Summary.NONE);
    }

    @Test
    void aggregatesWithoutWindowsAreOfTheWholeRange() throws SourceException {
        assertThat(script(RANGE + "|> mean()").summary()).isEqualTo(Summary.VALUE);
        assertThat(script(RANGE + "|> top(n: 3)").summary()).isEqualTo(Summary.VALUES);
        assertThat(
                        script(RANGE + "|> yield(name: \"a\")\n" + RANGE + "|> yield(name: \"b\")")
                                .hasSeveralResults())
                .isTrue();
    }

    private static FluxScript script(String query) throws SourceException {
        var settings = "{\"version\":\"Flux\",\"organization\":\"o\"}";
        return FluxScript.of(
                Settings.query(
                        Duration.ofSeconds(10),
                        JsonMapper.shared().writeValueAsString(Map.of("query", query))),
                InfluxSettings.of(Settings.dataSource("influxdb", "http://127.0.0.1:9", settings)));
    }
}
