package dev.freshet.sources.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.freshet.sources.upstream.Shown;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finds in answers why a search failed, in the words of Elasticsearch.
final class Reasons {
    /// Types of failures that have to do with the cluster's state or load and not with the query.
    private static final Set<String> PASSING =
            Set.of(
                    "circuit_breaking_exception",
                    "cluster_block_exception",
                    "es_rejected_execution_exception",
                    "master_not_discovered_exception",
                    "no_shard_available_action_exception",
                    "node_closed_exception",
                    "node_disconnected_exception",
                    "node_not_connected_exception",
                    "receive_timeout_transport_exception",
                    "rejected_execution_exception",
                    "search_backpressure_exception",
                    "shard_not_found_exception",
                    "task_cancelled_exception",
                    "unavailable_shards_exception");

    private Reasons() {}

    /// What the body of an error says; empty when it says nothing.
    static String ofError(byte[] body) {
        try {
            var error = JsonMapper.shared().readTree(body).path("error");
            return error.isObject() ? ofError(error) : error.asString("");
        } catch (JacksonException e) {
            var text = new String(body, UTF_8);
            return text.contains("<") ? "" : text;
        }
    }

    private static String ofError(JsonNode error) {
        var causes = new LinkedHashSet<String>();
        error.path("root_cause").forEach(cause -> causes.add(ofCause(cause)));
        if (causes.isEmpty()) {
            error.path("failed_shards").forEach(shard -> causes.add(ofCause(shard.path("reason"))));
        }
        if (causes.isEmpty()) {
            causes.add(ofCause(error));
        }
        return causes.stream().filter(each -> !each.isEmpty()).collect(joining("; "));
    }

    /// What failed shards say.
    static String ofFailures(JsonNode failures) {
        var causes = new LinkedHashSet<String>();
        failures.forEach(shard -> causes.add(ofCause(shard.path("reason"))));
        return causes.stream()
                .filter(each -> !each.isEmpty())
                .limit(3)
                .map(Shown::of)
                .collect(joining("; "));
    }

    /// True when the same search may succeed later. So it is when nothing is said.
    static boolean arePassing(JsonNode failures) {
        return failures.valueStream()
                .map(shard -> shard.path("reason").path("type").asString(""))
                .allMatch(type -> type.isEmpty() || PASSING.contains(type));
    }

    private static String ofCause(JsonNode cause) {
        var reason = cause.path("reason").asString("");
        var deeper = cause.path("caused_by");
        if (!deeper.path("reason").isString()) {
            return reason;
        }
        var below = ofCause(deeper);
        return reason.isEmpty() || below.contains(reason) ? below : reason + " (" + below + ")";
    }
}
