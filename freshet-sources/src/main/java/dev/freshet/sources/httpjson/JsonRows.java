package dev.freshet.sources.httpjson;

import com.jayway.jsonpath.JsonPath;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Finds the values of a query's fields in an answer.
final class JsonRows {
    private final QueryMembers members;
    private final String name;
    private final int maxRows;

    /// @param name of the data source
    JsonRows(QueryMembers members, String name, int maxRows) {
        this.members = members;
        this.name = name;
        this.maxRows = maxRows;
    }

    /// The values of each field, all as many as there are rows; missing where a row has none.
    List<List<JsonNode>> columns(JsonNode answer) throws SourceException {
        return members.root() == null ? fromTop(answer) : fromRows(answer, members.root());
    }

    private List<List<JsonNode>> fromRows(JsonNode answer, JsonPath root) throws SourceException {
        var rows = several(JsonPaths.read(root, answer));
        requireFew(rows.size());
        var columns = new ArrayList<List<JsonNode>>();
        for (var field : members.fields()) {
            var column = new ArrayList<JsonNode>(rows.size());
            for (var row : rows) {
                column.add(single(field.path(), JsonPaths.read(field.path(), row)));
            }
            columns.add(column);
        }
        return columns;
    }

    /// The first of several: a row has one value of a field.
    private static JsonNode single(JsonPath path, JsonNode found) {
        if (path.isDefinite() || !found.isArray()) {
            return found;
        }
        return found.isEmpty() ? MissingNode.getInstance() : found.get(0);
    }

    private List<List<JsonNode>> fromTop(JsonNode answer) throws SourceException {
        var columns = new ArrayList<List<JsonNode>>();
        for (var field : members.fields()) {
            var column = several(JsonPaths.read(field.path(), answer));
            requireFew(column.size());
            if (!columns.isEmpty() && columns.getFirst().size() != column.size()) {
                throw new SourceException(
                        "Data source \"%s\" answered with %d values of field \"%s\" and %d of \"%s\"."
                                .formatted(
                                        name,
                                        column.size(),
                                        Shown.of(field.name()),
                                        columns.getFirst().size(),
                                        Shown.of(members.fields().getFirst().name())),
                        "Set root to the path of the rows, and fields to paths within a row.");
            }
            columns.add(column);
        }
        return columns;
    }

    private static List<JsonNode> several(JsonNode found) {
        var all = new ArrayList<JsonNode>();
        if (found.isArray()) {
            found.forEach(all::add);
        } else if (!found.isMissingNode() && !found.isNull()) {
            all.add(found);
        }
        return all;
    }

    private void requireFew(int rows) throws SourceException {
        if ((long) rows * (members.series() ? members.fields().size() - 1 : 1) > maxRows) {
            throw new SourceException(
                    "Data source \"%s\" answered with %d rows of %d fields, which is more than %d %s."
                            .formatted(
                                    name,
                                    rows,
                                    members.fields().size(),
                                    maxRows,
                                    members.series() ? "points" : "rows"),
                    "Ask for less, for example with $__from and $__to, or raise [freshet.sources]"
                            + " max_rows.");
        }
    }
}
