package dev.freshet.sources.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.PolledQuery.Shape;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusQueryTest {
    private static final String NOWHERE = "http://127.0.0.1:9";

    @Test
    void stepIsTheLongestOfIntervalMinStepAndScrapeInterval() throws SourceException {
        assertThat(prepare("{}", 5, "{'expr':'up'}").step()).isEqualTo(Duration.ofSeconds(15));
        assertThat(prepare("{}", 60, "{'expr':'up'}").step()).isEqualTo(Duration.ofSeconds(60));
        assertThat(prepare("{'timeInterval':'1s'}", 5, "{'expr':'up','interval':null}").step())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(prepare("{}", 5, "{'expr':'up','interval':'>30s'}").step())
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(prepare("{}", 5, "{'expr':'up','interval':'10','intervalFactor':2}").step())
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(prepare("{}", 5, "{'expr':'up','interval':'$__rate_interval'}").step())
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void macrosAreReplaced() throws SourceException {
        var query =
                prepare(
                        "{'timeInterval':'10s'}",
                        20,
                        "{'expr':'a[$__interval] b[${__rate_interval}] c[$__range] $__interval_ms"
                                + " ${__range_s} $__range_ms $__other'}");

        assertThat(query.expression()).isEqualTo("a[20s] b[40s] c[1h] 20000 3600 3600000 $__other");
    }

    @Test
    void rateIntervalIsFourScrapesOrOneMoreThanTheStep() throws SourceException {
        var expression = "{'expr':'rate(a[$__rate_interval])'}";

        assertThat(prepare("{'timeInterval':'10s'}", 5, expression).expression())
                .isEqualTo("rate(a[40s])");
        assertThat(prepare("{'timeInterval':'10s'}", 60, expression).expression())
                .isEqualTo("rate(a[70s])");
    }

    @Test
    void queriesAreTheSameWhenTheirAnswersAre() throws SourceException {
        var query = prepare("{}", 15, "{'expr':'up','refId':'A'}");

        assertThat(prepare("{}", 5, "{'expr':' up ','range':true,'exemplar':true}").identity())
                .isEqualTo(query.identity());
        assertThat(prepare("{}", 60, "{'expr':'up'}").identity()).isNotEqualTo(query.identity());
        assertThat(prepare("{}", 15, "{'expr':'up','legendFormat':'{{job}}'}").identity())
                .isNotEqualTo(query.identity());
        assertThat(prepare("{}", 15, "{'expr':'up','format':'table'}").identity())
                .isNotEqualTo(query.identity());
        assertThat(prepare("{}", 15, "{'expr':'up','instant':true}").identity())
                .isNotEqualTo(query.identity());
    }

    @Test
    void shapeFollowsTheFormatAndStepTheKind() throws SourceException {
        assertThat(prepare("{}", 15, "{'expr':'up','format':'heatmap'}").shape())
                .isEqualTo(Shape.SERIES);
        assertThat(prepare("{}", 15, "{'expr':'up','format':'table'}").shape())
                .isEqualTo(Shape.ROWS);
        assertThat(prepare("{}", 15, "{'expr':'up','instant':true,'range':true}").step())
                .isEqualTo(Duration.ofSeconds(15));
        assertThat(prepare("{}", 15, "{'expr':'up','instant':true}").step())
                .isEqualTo(Duration.ZERO);
        assertThat(prepare("{}", 15, "{'expr':'up'}").completeAfter()).isEqualTo(Duration.ZERO);
    }

    @Test
    void wrongMembersAreNamed() {
        refused("{'expr':'  '}", "The query has no expression.");
        refused(
                "{'expr':'up','interval':'$step'}",
                "Member interval of the query is \"$step\", which is no interval up to a year.");
        refused("{'expr':'up','intervalFactor':-2}", "Member intervalFactor of the query is -2.");
        refused("{'expr':'up','format':'logs'}", "Member format of the query is \"logs\".");
    }

    @Test
    void wrongSettingsAreNamed() {
        wrongSetting("{'timeInterval':'often'}", "timeInterval", "\"often\"");
        wrongSetting("{'httpMethod':'PUT'}", "httpMethod", "\"PUT\"");
        wrongSetting("{'customQueryParameters':'a=1&b'}", "customQueryParameters", "\"b\"");
        wrongSetting("{'customQueryParameters':'a=%'}", "customQueryParameters", "\"%\"");
        wrongSetting("{'queryTimeout':'0s'}", "queryTimeout", "\"0s\"");
    }

    @Test
    void seriesAreCalledByTheirLabelsOrAsTheLegendSays() {
        var labels = Map.of("__name__", "up", "job", "node", "host", "a");

        assertThat(new Legend("", "up").display(labels)).isEqualTo("up{host=\"a\", job=\"node\"}");
        assertThat(new Legend("{{ job }} on {{host}}{{none}}", "up").display(labels))
                .isEqualTo("node on a");
        assertThat(new Legend("__auto", "up").display(Map.of("__name__", "up", "job", "a$1")))
                .isEqualTo("a$1");
        assertThat(new Legend("__auto", "up").display(labels))
                .isEqualTo("up{host=\"a\", job=\"node\"}");
        assertThat(new Legend("", "sum(up)").name(Map.of())).isEqualTo("sum(up)");
    }

    private static void refused(String query, String message) {
        assertThatThrownBy(() -> prepare("{}", 15, query))
                .isInstanceOf(SourceException.class)
                .hasMessage(message);
    }

    private static void wrongSetting(String jsonData, String name, String value) {
        assertThatThrownBy(() -> prepare(jsonData, 15, "{'expr':'up'}"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("Setting " + name + " of data source \"Test\"")
                .hasMessageContaining(value);
    }

    private static PrometheusQuery prepare(String jsonData, int seconds, String query)
            throws SourceException {
        var dataSource = Settings.dataSource("prometheus", NOWHERE, jsonData.replace('\'', '"'));
        try (var upstream = new PrometheusType().open(dataSource, Settings.context())) {
            var model = Settings.query(Duration.ofSeconds(seconds), query.replace('\'', '"'));
            var prepared = (PolledQuery) upstream.prepare(model);
            return (PrometheusQuery) prepared;
        }
    }
}
