package dev.freshet.server.serverapi;

import dev.freshet.engine.cluster.NodeInfo;
import dev.freshet.engine.cluster.SurveyReply;
import dev.freshet.engine.hub.Hub;
import dev.freshet.engine.node.Cluster;
import dev.freshet.engine.node.Node;
import dev.freshet.server.http.GlobPattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Which channels have subscribers, and how many, on all nodes. Any thread.
///
/// Every node has one, whether it serves the API or not: another node's API asks all of them.
public final class ChannelSurvey {
    private static final String OPERATION = "channels";
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Integer>> COUNTS = new TypeReference<>() {};

    private final Cluster cluster;
    private final Hub hub;

    /// What the nodes are asked.
    ///
    /// @param pattern a glob over canonical names, and for `ownOrg` over names without organisation
    record Question(String pattern, long ownOrg) {}

    /// What came of asking.
    sealed interface Counted {
        /// All nodes answered.
        ///
        /// @param subscriptions by canonical name
        record All(Map<String, Integer> subscriptions) implements Counted {}

        /// Some did not.
        ///
        /// @param silent ids of the nodes that did not answer
        record Some(List<String> silent) implements Counted {}
    }

    /// Answers other nodes' questions from now on.
    ///
    /// @param worker looks through this node's channels, of which there can be many
    public ChannelSurvey(Node node, Executor worker) {
        this.cluster = node.cluster();
        this.hub = node.hub();
        cluster.onSurvey(
                OPERATION,
                question -> CompletableFuture.supplyAsync(() -> answer(question), worker));
    }

    private SurveyReply answer(byte[] data) {
        var question = JSON.readValue(data, Question.class);
        var pattern = GlobPattern.compile(question.pattern());
        var ownPrefix = question.ownOrg() + "/";
        var counts = new TreeMap<String, Integer>();
        for (var channel : hub.channels()) {
            if (pattern.matches(channel)
                    || (channel.startsWith(ownPrefix)
                            && pattern.matches(channel.substring(ownPrefix.length())))) {
                counts.put(channel, hub.subscriberCount(channel));
            }
        }
        return new SurveyReply(0, JSON.writeValueAsBytes(counts));
    }

    CompletionStage<Counted> count(Question question) {
        var asked = cluster.nodes();
        return cluster.survey(OPERATION, JSON.writeValueAsBytes(question), TIMEOUT)
                .thenApply(replies -> sum(asked, replies));
    }

    private static Counted sum(List<NodeInfo> asked, Map<String, SurveyReply> replies) {
        var silent =
                asked.stream()
                        .map(NodeInfo::id)
                        .filter(id -> !replies.containsKey(id) || replies.get(id).code() != 0)
                        .toList();
        if (!silent.isEmpty()) {
            return new Counted.Some(silent);
        }
        var sums = new TreeMap<String, Integer>();
        for (var reply : replies.values()) {
            JSON.readValue(reply.data(), COUNTS)
                    .forEach((channel, count) -> sums.merge(channel, count, Integer::sum));
        }
        return new Counted.All(sums);
    }
}
