package dev.freshet.plugins;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.freshet.plugins.wire.CallResourceRequest;
import dev.freshet.plugins.wire.CheckHealthRequest;
import dev.freshet.plugins.wire.CollectMetricsRequest;
import dev.freshet.plugins.wire.DataFormat;
import dev.freshet.plugins.wire.DataQuery;
import dev.freshet.plugins.wire.DataResponse;
import dev.freshet.plugins.wire.PluginContext;
import dev.freshet.plugins.wire.PublishStreamRequest;
import dev.freshet.plugins.wire.PublishStreamResponse;
import dev.freshet.plugins.wire.QueryDataRequest;
import dev.freshet.plugins.wire.RunStreamRequest;
import dev.freshet.plugins.wire.StringList;
import dev.freshet.plugins.wire.SubscribeStreamRequest;
import dev.freshet.plugins.wire.SubscribeStreamResponse;
import dev.freshet.plugins.wire.TimeRange;
import dev.freshet.source.PublishReply;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StreamSource;
import dev.freshet.source.StreamStatus;
import dev.freshet.source.SubscribeReply;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The calls to one plugin, in terms of the source API. Safe for any thread.
final class PluginCalls implements StreamSource {
    private static final int QUERY_PATIENCE = 6;

    private final FoundPlugin plugin;
    private final SupervisedPlugin process;
    private final PluginHostOptions options;
    private final PluginContexts contexts;
    private final DroppedPackets dropped;

    PluginCalls(FoundPlugin plugin, SupervisedPlugin process, PluginHostOptions options) {
        this.plugin = plugin;
        this.process = process;
        this.options = options;
        contexts = new PluginContexts(plugin, options);
        dropped = new DroppedPackets(plugin.id(), options.clock());
    }

    @Override
    public SubscribeReply subscribeStream(StreamRequest request)
            throws SourceException, InterruptedException {
        var message =
                SubscribeStreamRequest.newBuilder()
                        .setPluginContext(context(request))
                        .setPath(request.path())
                        .setData(PluginContexts.bytes(request.data()))
                        .putAllHeaders(request.headers())
                        .build();
        SubscribeStreamResponse reply =
                call(
                        "SubscribeStream",
                        request.path(),
                        options.callTimeout(),
                        to -> to.stream(options.callTimeout()).subscribeStream(message));
        return switch (reply.getStatus()) {
            case OK ->
                    new SubscribeReply(
                            StreamStatus.OK,
                            json("SubscribeStream for " + request.path(), reply.getData()),
                            null);
            case NOT_FOUND -> SubscribeReply.refused(StreamStatus.NOT_FOUND);
            case PERMISSION_DENIED -> SubscribeReply.refused(StreamStatus.PERMISSION_DENIED);
            case UNRECOGNIZED -> throw unknownStatus("SubscribeStream", reply.getStatusValue());
        };
    }

    @Override
    public PublishReply publishStream(StreamRequest request)
            throws SourceException, InterruptedException {
        var message =
                PublishStreamRequest.newBuilder()
                        .setPluginContext(context(request))
                        .setPath(request.path())
                        .setData(PluginContexts.bytes(request.data()))
                        .putAllHeaders(request.headers())
                        .build();
        PublishStreamResponse reply =
                call(
                        "PublishStream",
                        request.path(),
                        options.callTimeout(),
                        to -> to.stream(options.callTimeout()).publishStream(message));
        return switch (reply.getStatus()) {
            case OK ->
                    new PublishReply(
                            StreamStatus.OK,
                            json("PublishStream for " + request.path(), reply.getData()));
            case NOT_FOUND -> PublishReply.refused(StreamStatus.NOT_FOUND);
            case PERMISSION_DENIED -> PublishReply.refused(StreamStatus.PERMISSION_DENIED);
            case UNRECOGNIZED -> throw unknownStatus("PublishStream", reply.getStatusValue());
        };
    }

    @Override
    public void runStream(StreamRequest request, StreamSender sender)
            throws SourceException, InterruptedException {
        var message =
                RunStreamRequest.newBuilder()
                        .setPluginContext(context(request))
                        .setPath(request.path())
                        .setData(PluginContexts.bytes(request.data()))
                        .putAllHeaders(request.headers())
                        .build();
        var stream =
                new RunningStream(
                        process.connection().channel(),
                        sender,
                        options.maxPacketBytes(),
                        packet -> {
                            process.countDropped();
                            dropped.tell(request.path(), packet);
                        });
        Status end = stream.run(message);
        if (!end.isOk()) {
            throw failed("RunStream", request.path(), end, options.callTimeout());
        }
    }

    HealthReply checkHealth(CallContext context) throws SourceException, InterruptedException {
        var message =
                CheckHealthRequest.newBuilder()
                        .setPluginContext(context(context))
                        .putAllHeaders(context.headers())
                        .build();
        var reply =
                call(
                        "CheckHealth",
                        "",
                        options.callTimeout(),
                        to -> to.diagnostics(options.callTimeout()).checkHealth(message));
        HealthReply.Status status =
                switch (reply.getStatus()) {
                    case OK -> HealthReply.Status.OK;
                    case ERROR -> HealthReply.Status.ERROR;
                    case UNKNOWN, UNRECOGNIZED -> HealthReply.Status.UNKNOWN;
                };
        return new HealthReply(status, reply.getMessage(), reply.getJsonDetails().toStringUtf8());
    }

    QueryReply queryData(CallContext context, List<PluginQuery> queries)
            throws SourceException, InterruptedException {
        var message =
                QueryDataRequest.newBuilder()
                        .setPluginContext(context(context))
                        .putAllHeaders(context.headers())
                        .setFormat(DataFormat.JSON);
        queries.forEach(query -> message.addQueries(wire(query)));
        QueryDataRequest request = message.build();
        Duration timeout = options.callTimeout().multipliedBy(QUERY_PATIENCE);
        var reply = call("QueryData", "", timeout, to -> to.data(timeout).queryData(request));
        var answers = new HashMap<String, QueryReply.Answer>();
        for (Map.Entry<String, DataResponse> entry : reply.getResponsesMap().entrySet()) {
            answers.put(entry.getKey(), answer(entry.getValue()));
        }
        return new QueryReply(answers);
    }

    ResourceReply callResource(CallContext context, ResourceRequest request)
            throws SourceException, InterruptedException {
        var message =
                CallResourceRequest.newBuilder()
                        .setPluginContext(context(context))
                        .setPath(request.path())
                        .setMethod(request.method())
                        .setUrl(request.url())
                        .setBody(UnsafeByteOperations.unsafeWrap(request.body()));
        request.headers()
                .forEach((name, values) ->
                        message.putHeaders(
                                name, StringList.newBuilder().addAllValues(values).build()));
        CallResourceRequest whole = message.build();
        Duration timeout = options.callTimeout().multipliedBy(QUERY_PATIENCE);
        // Ends a call whose answer is not read to its end.
        var call = Context.current().withCancellation();
        Context before = call.attach();
        try {
            return call(
                    "CallResource",
                    request.path(),
                    timeout,
                    to ->
                            ResourceAnswer.read(
                                    to.resource(timeout).callResource(whole),
                                    options.maxPacketBytes()));
        } finally {
            call.detachAndCancel(before, null);
        }
    }

    byte[] collectMetrics() throws SourceException, InterruptedException {
        var message =
                CollectMetricsRequest.newBuilder()
                        .setPluginContext(contexts.of(1, null, null))
                        .build();
        return call(
                        "CollectMetrics",
                        "",
                        options.callTimeout(),
                        to -> to.diagnostics(options.callTimeout()).collectMetrics(message))
                .getMetrics()
                .getPrometheus()
                .toByteArray();
    }

    private <T> T call(String name, String of, Duration timeout, Function<PluginConnection, T> call)
            throws SourceException, InterruptedException {
        PluginConnection connection = process.connection();
        try {
            return call.apply(connection);
        } catch (StatusRuntimeException e) {
            throw failed(name, of, CallFailures.status(e), timeout);
        }
    }

    private SourceException failed(String name, String of, Status status, Duration timeout) {
        return CallFailures.of(plugin.id(), name, of, status, timeout, options.maxPacketBytes());
    }

    private PluginContext context(StreamRequest request) {
        return contexts.of(request.orgId(), request.user(), request.dataSource());
    }

    private PluginContext context(CallContext context) {
        return contexts.of(context.orgId(), context.user(), context.dataSource());
    }

    private @Nullable RawJson json(String what, ByteString data) throws SourceException {
        if (data.isEmpty()) {
            return null;
        }
        try {
            return RawJson.of(data.toByteArray());
        } catch (IllegalArgumentException e) {
            throw new SourceException(
                    "Plugin \"%s\" answered %s with data that is not JSON: %s"
                            .formatted(
                                    plugin.id(),
                                    what,
                                    Texts.clipped(
                                            data.substring(0, Math.min(100, data.size()))
                                                    .toStringUtf8(),
                                            100)),
                    "Report it to the plugin's author",
                    e);
        }
    }

    private SourceException unknownStatus(String call, int status) {
        return new SourceException(
                "Plugin \"%s\" answered %s with status %d, which Freshet does not know"
                        .formatted(plugin.id(), call, status),
                "A newer version of Freshet may");
    }

    private static DataQuery wire(PluginQuery query) {
        return DataQuery.newBuilder()
                .setRefId(query.refId())
                .setQueryType(query.queryType())
                .setMaxDataPoints(query.maxDataPoints())
                .setIntervalMS(query.interval().toMillis())
                .setTimeRange(
                        TimeRange.newBuilder()
                                .setFromEpochMS(query.from().toEpochMilli())
                                .setToEpochMS(query.to().toEpochMilli()))
                .setJson(PluginContexts.bytes(query.json()))
                .build();
    }

    private QueryReply.Answer answer(DataResponse response) throws SourceException {
        return new QueryReply.Answer(
                response.getFramesList().stream().map(ByteString::toByteArray).toList(),
                response.getFormat() == DataFormat.JSON
                        ? QueryReply.Format.JSON
                        : QueryReply.Format.ARROW,
                response.getError(),
                json("QueryData", response.getJsonMeta()),
                response.getStatus(),
                response.getErrorSource());
    }
}
