package dev.freshet.sources.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.Upstream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElasticsearchQueryTest {
    private static final String TIME =
            "{\"type\":\"date_histogram\",\"id\":\"9\",\"settings\":{\"interval\":\"auto\"}}";

    private final Upstream upstream;

    ElasticsearchQueryTest() throws SourceException {
        upstream = open("{}");
    }

    private static Upstream open(String json) throws SourceException {
        return new ElasticsearchType()
                .open(
                        Settings.dataSource("elasticsearch", "http://127.0.0.1:9", json),
                        Settings.context());
    }

    @AfterEach
    void close() {
        upstream.close();
    }

    private PolledQuery prepare(String json) throws SourceException {
        return (PolledQuery) upstream.prepare(Settings.query(Duration.ofSeconds(10), json));
    }

    private PolledQuery prepare(String metric, String group) throws SourceException {
        return prepare("{\"metrics\":[%s],\"bucketAggs\":[%s]}".formatted(metric, group));
    }

    @Test
    void queriesWithoutADateHistogramAreToldWhatToAdd() {
        assertThatThrownBy(() -> prepare("{}"))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.hint()).contains("date_histogram"))
                .hasMessageContaining("does not group by time last");
        assertThatThrownBy(() ->
                        prepare(
                                "{\"type\":\"count\"}",
                                TIME + ",{\"type\":\"terms\",\"field\":\"host\"}"))
                .hasMessageContaining("does not group by time last");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "derivative; needs the buckets before",
                "moving_fn; needs the buckets before",
                "bucket_script; not supported",
                "top_metrics; not supported",
                "avg; has no field"
            })
    void metricsThatCannotBeLiveAreRefused(String type, String words) {
        assertThatThrownBy(() -> prepare("{\"id\":\"1\",\"type\":\"" + type + "\"}", TIME))
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1M; ; follow the calendar",
                "soon; ; has the interval \"soon\"",
                "1d; Europe/Berlin; would not begin at multiples of 1d",
                "1h; Asia/Kolkata; would not begin at multiples of 1h",
                "1h; Nowhere; would not begin"
            })
    void bucketsThatDoNotBeginAtMultiplesAreRefused(String interval, String zone, String words) {
        var time =
                "{\"type\":\"date_histogram\",\"settings\":{\"interval\":\"%s\",\"timeZone\":\"%s\"}}"
                        .formatted(interval, zone == null ? "" : zone);

        assertThatThrownBy(() -> prepare("{\"type\":\"count\"}", time)).hasMessageContaining(words);
    }

    @Test
    void zonesThatChangeNothingAreFine() throws Exception {
        var time =
                "{\"type\":\"date_histogram\",\"settings\":{\"interval\":\"5m\",\"timeZone\":\"Europe/Berlin\"}}";

        assertThat(prepare("{\"type\":\"count\"}", time).step()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void groupsThatAreNotUnderstoodAreRefused() {
        assertThatThrownBy(() ->
                        prepare(
                                "{\"type\":\"count\"}",
                                "{\"type\":\"geohash_grid\",\"field\":\"p\"}," + TIME))
                .hasMessageContaining("groups by \"geohash_grid\"");
        assertThatThrownBy(() -> prepare("{\"type\":\"count\"}", "{\"type\":\"terms\"}," + TIME))
                .hasMessageContaining("names no field");
    }

    @Test
    void otherLanguagesAreRefused() {
        assertThatThrownBy(() -> prepare("{\"queryType\":\"PPL\",\"query\":\"source=logs\"}"))
                .hasMessageContaining("queryType is \"PPL\"");
    }

    @Test
    void queriesWithEqualAnswersHaveOneIdentity() throws Exception {
        var one = prepare("{\"id\":\"1\",\"type\":\"count\"}", TIME);
        var same =
                prepare(
                        "{\"metrics\":[{\"id\":\"1\",\"type\":\"count\"}],\"query\":\"\",\"refId\":\"B\","
                            + "\"bucketAggs\":[{\"type\":\"date_histogram\",\"id\":\"9\","
                            + "\"settings\":{\"interval\":\"10s\"}}]}");
        var other =
                prepare(
                        "{\"metrics\":[{\"id\":\"1\",\"type\":\"count\"}],\"alias\":\"x\",\"bucketAggs\":["
                                + TIME
                                + "]}");

        assertThat(same.identity()).isEqualTo(one.identity());
        assertThat(other.identity()).isNotEqualTo(one.identity());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"interval\":\"Fortnightly\"}; Setting interval",
                "{\"interval\":\"Daily\",\"index\":\"logs-YYYY\"}; has \"logs\"",
                "{\"timeInterval\":\"soon\"}; Setting timeInterval",
                "{\"maxConcurrentShardRequests\":0}; Setting maxConcurrentShardRequests"
            })
    void wrongSettingsAreNamed(String json, String words) {
        assertThatThrownBy(() -> open(json)).hasMessageContaining(words);
    }
}
