package dev.freshet.sources.elasticsearch;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.MinInterval;
import dev.freshet.sources.upstream.Shown;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A data source's settings, as Grafana names them.
///
/// @param minInterval the lower limit of an automatic interval
/// @param messageField where a log's line stands; empty for the whole document
/// @param levelField where a log's level stands; empty when nowhere
record ElasticsearchSettings(
        String dataSource,
        IndexPattern indexes,
        String timeField,
        Duration minInterval,
        int maxConcurrentShardRequests,
        String messageField,
        String levelField) {

    static ElasticsearchSettings of(DataSource dataSource) throws SourceException {
        var json = JsonMapper.shared().readTree(dataSource.jsonData().toBytes());
        var index = json.path("index").asString("").strip();
        return new ElasticsearchSettings(
                dataSource.name(),
                IndexPattern.of(
                        index.isEmpty() ? dataSource.database().strip() : index,
                        json.path("interval").asString(""),
                        dataSource.name()),
                or(json.path("timeField").asString(""), "@timestamp"),
                MinInterval.read(
                                json.path("timeInterval").asString(""),
                                "Setting timeInterval of data source \"" + dataSource.name() + "\"")
                        .orElse(Duration.ZERO),
                shardRequests(json.path("maxConcurrentShardRequests"), dataSource.name()),
                json.path("logMessageField").asString("").strip(),
                json.path("logLevelField").asString("").strip());
    }

    private static int shardRequests(JsonNode setting, String dataSource) throws SourceException {
        var text = setting.asString("").strip();
        if (text.isEmpty()) {
            return 5;
        }
        if (text.matches("[1-9]\\d{0,4}")) {
            return Integer.parseInt(text);
        }
        throw new SourceException(
                "Setting maxConcurrentShardRequests of data source \"%s\" is \"%s\"."
                        .formatted(dataSource, Shown.of(text)),
                "Give a number from 1 on, for example 5.");
    }

    private static String or(String text, String otherwise) {
        return text.isBlank() ? otherwise : text.strip();
    }
}
