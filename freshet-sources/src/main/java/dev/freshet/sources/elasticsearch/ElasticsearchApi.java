package dev.freshet.sources.elasticsearch;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.RowLimit;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamHttp;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The requests that we send to Elasticsearch. Thread-safe.
final class ElasticsearchApi implements AutoCloseable {
    private final DataSource dataSource;
    private final UpstreamContext context;
    private final UpstreamHttp http;

    ElasticsearchApi(DataSource dataSource, UpstreamContext context) throws SourceException {
        this.dataSource = dataSource;
        this.context = context;
        this.http = new UpstreamHttp(dataSource, context, Reasons::ofError);
    }

    String dataSource() {
        return dataSource.name();
    }

    int maxRows() {
        return context.maxRows();
    }

    Instant now() {
        return context.clock().instant();
    }

    /// Counts the rows of one fetch.
    RowLimit rowLimit() {
        return new RowLimit(dataSource, context);
    }

    /// The complete answer to a search.
    ///
    /// @param indexes as they stand in a path
    /// @param mayBeMissing whether it is all right when some of them do not exist
    /// @throws SourceException when it is refused, or a part of the answer is missing
    JsonNode search(
            String indexes, boolean mayBeMissing, int maxConcurrentShardRequests, ObjectNode body)
            throws SourceException, InterruptedException {
        body.put("timeout", context.timeout().toMillis() + "ms");
        var answer =
                http.post(
                        "/" + indexes + "/_search",
                        Map.of(
                                "ignore_unavailable",
                                String.valueOf(mayBeMissing),
                                "allow_partial_search_results",
                                "false",
                                "max_concurrent_shard_requests",
                                String.valueOf(maxConcurrentShardRequests)),
                        "application/json",
                        body.toString());
        requireComplete(answer);
        return answer;
    }

    /// Part of an answer looks like a whole one with less in it, so nothing of it is used.
    private void requireComplete(JsonNode answer) throws SourceException {
        if (!answer.path("_shards").isObject()) {
            throw new SourceException(
                    "Data source \""
                            + dataSource()
                            + "\" did not answer a search as Elasticsearch does.",
                    "Check the data source's url: something else seems to answer there.");
        }
        if (answer.path("timed_out").booleanValue(false)) {
            throw http.unavailable("gave up the search before it was complete", null);
        }
        int failed = answer.path("_shards").path("failed").intValue(0);
        if (failed > 0) {
            throw partial(answer, failed);
        }
        int skipped = answer.path("_clusters").path("skipped").intValue(0);
        if (skipped > 0) {
            throw http.unavailable("answered without " + skipped + " of its remote clusters", null);
        }
    }

    private SourceException partial(JsonNode answer, int failed) {
        var failures = answer.path("_shards").path("failures");
        var reason = Reasons.ofFailures(failures);
        var what =
                "answered without %d of %d shards%s"
                        .formatted(
                                failed,
                                answer.path("_shards").path("total").intValue(failed),
                                reason.isEmpty() ? "" : ": " + reason);
        return Reasons.arePassing(failures)
                ? http.unavailable(what, null)
                : new SourceException(
                        "Data source \"" + dataSource() + "\" " + what + ".",
                        "Check the query and the indexes' mappings.");
    }

    /// Name and version of the server.
    JsonNode info() throws SourceException, InterruptedException {
        return http.get("/", Map.of());
    }

    /// What a field is in each of these indexes.
    JsonNode fieldCapabilities(String indexes, boolean mayBeMissing, String field)
            throws SourceException, InterruptedException {
        return http.get(
                "/" + indexes + "/_field_caps",
                Map.of("fields", field, "ignore_unavailable", String.valueOf(mayBeMissing)));
    }

    @Override
    public void close() {
        http.close();
    }
}
