package dev.freshet.sources.elasticsearch;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.TimeRange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Searches for documents of a range of time in one data source's indexes.
///
/// @param timeField the field that holds a document's time
record TimedSearch(ElasticsearchApi api, ElasticsearchSettings settings, String timeField) {
    /// The beginning of a search: which documents.
    ///
    /// @param lucene a query; empty for all
    ObjectNode body(TimeRange range, String lucene) {
        var body = JsonMapper.shared().createObjectNode();
        var filter = body.putObject("query").putObject("bool").putArray("filter");
        filter.addObject()
                .putObject("range")
                .putObject(timeField)
                .put("gte", range.from().toEpochMilli())
                .put("lt", endMillis(range))
                .put("format", "epoch_millis");
        if (!lucene.isEmpty() && !lucene.equals("*")) {
            filter.add(matching(lucene));
        }
        return body;
    }

    /// The first whole millisecond that is not before the range's end.
    static long endMillis(TimeRange range) {
        return range.to().plusNanos(999_999).toEpochMilli();
    }

    static ObjectNode matching(String lucene) {
        var query = JsonMapper.shared().createObjectNode();
        query.putObject("query_string").put("analyze_wildcard", true).put("query", lucene);
        return query;
    }

    /// The complete answer.
    JsonNode send(TimeRange range, ObjectNode body) throws SourceException, InterruptedException {
        return api.search(
                settings.indexes().path(range),
                !settings.indexes().isFixed(),
                settings.maxConcurrentShardRequests(),
                body);
    }

    /// True when the time field is known to be a date; false when there is no index yet to tell.
    ///
    /// @throws SourceException when it is none
    boolean hasTimeField(TimeRange range) throws SourceException, InterruptedException {
        var indexes = settings.indexes();
        return new TimeFieldCheck(api, timeField).isKnown(indexes.path(range), !indexes.isFixed());
    }

    /// Equal for searches of the same documents, but for the range.
    String identity(String lucene) {
        return settings.indexes() + "\n" + timeField + "\n" + lucene;
    }
}
