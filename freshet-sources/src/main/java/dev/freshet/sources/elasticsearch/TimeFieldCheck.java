package dev.freshet.sources.elasticsearch;

import dev.freshet.source.SourceException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Finds out whether the field that is to hold times does: without, a search finds nothing and does
/// not say why.
record TimeFieldCheck(ElasticsearchApi api, String field) {
    /// Returns what was found, for an operator.
    ///
    /// @throws SourceException when there is no index, or the field is not a date in any of them
    String ofIndexes(String indexes, boolean isFixed) throws SourceException, InterruptedException {
        var answer = api.fieldCapabilities(indexes, !isFixed, field);
        int count = answer.path("indices").size();
        if (count == 0) {
            throw new SourceException(
                    "Data source \"%s\" has no index named %s."
                            .formatted(
                                    api.dataSource(),
                                    indexes.replace("%2A", "*").replace(",", " or ")),
                    "Set index in the data source's jsonData to the name of an index, with * for"
                            + " any characters, and interval when there is one per day.");
        }
        requireDate(answer);
        return "%d %s with time field %s".formatted(count, count == 1 ? "index" : "indexes", field);
    }

    /// True when the field is a date; false when there is no index yet to tell.
    boolean isKnown(String indexes, boolean mayBeMissing)
            throws SourceException, InterruptedException {
        var answer = api.fieldCapabilities(indexes, mayBeMissing, field);
        if (answer.path("indices").isEmpty()) {
            return false;
        }
        requireDate(answer);
        return true;
    }

    private void requireDate(JsonNode answer) throws SourceException {
        var types = List.copyOf(answer.path("fields").path(field).propertyNames());
        if (types.contains("date") || types.contains("date_nanos")) {
            return;
        }
        throw new SourceException(
                types.isEmpty()
                        ? "The indexes of data source \"%s\" have no field \"%s\"."
                                .formatted(api.dataSource(), field)
                        : "Field \"%s\" of data source \"%s\" is of type %s, not a date."
                                .formatted(field, api.dataSource(), String.join(" and ", types)),
                "Set timeField in the data source's jsonData, or in the query, to the field that"
                        + " holds the documents' time.");
    }
}
