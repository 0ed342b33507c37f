package dev.freshet.server.serverapi;

import dev.freshet.engine.node.Cluster;
import dev.freshet.server.http.GlobPattern;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// What is told about the nodes: `channels`, `info`, and `rpc`, which asks the program itself.
final class NodeMethods {
    private static final int LONGEST_PATTERN = 255;

    private final Cluster cluster;
    private final ChannelSurvey survey;
    private final Supplier<Map<String, Double>> metrics;
    private final Supplier<ProcessUsage> process;

    /// @param metrics what this node has counted since its start, by name
    /// @param process what this process takes
    NodeMethods(
            Cluster cluster,
            ChannelSurvey survey,
            Supplier<Map<String, Double>> metrics,
            Supplier<ProcessUsage> process) {
        this.cluster = cluster;
        this.survey = survey;
        this.metrics = metrics;
        this.process = process;
    }

    CompletionStage<ApiReply> channels(Caller caller, Fields request) {
        var given = request.text("pattern");
        var pattern = given.isEmpty() ? "*" : given;
        rejectBad(pattern, request);
        if (request.isWrong()) {
            return request.refusal();
        }
        return survey.count(new ChannelSurvey.Question(pattern, caller.orgId()))
                .thenApply(counted ->
                        switch (counted) {
                            case ChannelSurvey.Counted.All(var counts) -> channels(caller, counts);
                            case ChannelSurvey.Counted.Some(var silent) ->
                                    new ApiReply.Refused(incomplete(silent.getFirst()));
                        });
    }

    private static void rejectBad(String pattern, Fields request) {
        if (pattern.length() > LONGEST_PATTERN) {
            request.reject(
                    "pattern",
                    "has " + pattern.length() + " characters; at most 255 are possible",
                    "Write for example stream/*.");
            return;
        }
        try {
            GlobPattern.compile(pattern);
        } catch (IllegalArgumentException e) {
            request.reject("pattern", "cannot be used", String.valueOf(e.getMessage()));
        }
    }

    private static ApiReply channels(Caller caller, Map<String, Integer> counts) {
        var own = caller.orgId() + "/";
        return new ApiReply.Result(json -> {
            json.writeObjectPropertyStart("channels");
            counts.forEach((channel, clients) -> {
                if (caller.mayNameAnyOrg() || channel.startsWith(own)) {
                    json.writeObjectPropertyStart(channel);
                    json.writeNumberProperty("num_clients", clients);
                    json.writeEndObject();
                }
            });
            json.writeEndObject();
        });
    }

    private static ApiError incomplete(String node) {
        return ApiError.of(
                Problem.of(
                        ProblemType.API_INCOMPLETE,
                        "internal server error: node " + node + " did not tell its channels.",
                        "Try again; if it stays so, look at that node's log."));
    }

    CompletionStage<ApiReply> info(Caller caller, Fields request) {
        var nodes = cluster.nodes();
        var own = new ResultJson.Own(metrics.get(), process.get());
        return ApiReply.result(json -> {
            json.writeArrayPropertyStart("nodes");
            nodes.forEach(node ->
                    ResultJson.node(json, node, node.id().equals(cluster.nodeId()) ? own : null));
            json.writeEndArray();
        });
    }

    /// Knows what clients can call on the socket.
    CompletionStage<ApiReply> rpc(Caller caller, Fields request) {
        var method = request.text("method");
        if (method.isEmpty()) {
            request.reject("method", "is missing or empty", "This server knows ping.");
        }
        if (request.isWrong()) {
            return request.refusal();
        }
        return method.equals("ping")
                ? ApiReply.result(_ -> {})
                : ApiReply.refused(
                        ApiError.of(
                                Problem.of(
                                        ProblemType.API_UNKNOWN_METHOD,
                                        "not found: there is no method \""
                                                + Fields.shortened(method)
                                                + "\" to call.",
                                        "This server knows ping.")));
    }
}
