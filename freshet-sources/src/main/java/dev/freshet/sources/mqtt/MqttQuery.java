package dev.freshet.sources.mqtt;

import dev.freshet.source.DataSource;
import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSender;
import dev.freshet.sources.message.ArrivalQueue;
import dev.freshet.sources.message.MessageFrames;
import dev.freshet.sources.message.MessageStream;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.SubscribedQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What arrives on a topic. A broker keeps nothing but the retained messages, which come when the
/// subscription begins.
final class MqttQuery implements SubscribedQuery {
    private final TopicFilter filter;
    private final int qos;
    private final DataSource dataSource;
    private final UpstreamContext context;
    private final MqttConnections connections;
    private final MessageFrames frames;

    private MqttQuery(
            TopicFilter filter,
            int qos,
            DataSource dataSource,
            UpstreamContext context,
            MqttConnections connections) {
        this.filter = filter;
        this.qos = qos;
        this.dataSource = dataSource;
        this.context = context;
        this.connections = connections;
        this.frames = new MessageFrames(filter.hasWildcard() ? "topic" : "");
    }

    static MqttQuery of(
            QueryModel model,
            DataSource dataSource,
            UpstreamContext context,
            MqttConnections connections)
            throws SourceException {
        var filter = TopicFilter.of(model.json().path("topic").asString(""));
        int qos = qos(model.json().path("qos"));
        return new MqttQuery(filter, qos, dataSource, context, connections);
    }

    private static int qos(JsonNode given) throws SourceException {
        if (given.isMissingNode() || given.isNull()) {
            return 0;
        }
        int qos = given.asInt(-1);
        if (qos < 0 || qos > 2) {
            throw new SourceException(
                    "The query's qos is " + Shown.of(given.toString()) + ".",
                    "Set it to 0, 1 or 2.");
        }
        return qos;
    }

    @Override
    public @Nullable Frame history(TimeRange range) {
        return null;
    }

    @Override
    public void run(@Nullable Instant after, StreamSender sender)
            throws SourceException, InterruptedException {
        var queue = new ArrivalQueue(context);
        try (var _ = connections.subscribe(filter, qos, queue)) {
            new MessageStream(dataSource, context.costs(), frames).run(queue, () -> {}, sender);
        }
    }

    @Override
    public String identity() {
        return qos + " " + filter.text();
    }
}
