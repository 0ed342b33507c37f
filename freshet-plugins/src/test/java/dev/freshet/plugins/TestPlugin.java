package dev.freshet.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.freshet.plugins.wire.CallResourceRequest;
import dev.freshet.plugins.wire.CallResourceResponse;
import dev.freshet.plugins.wire.CheckHealthRequest;
import dev.freshet.plugins.wire.CheckHealthResponse;
import dev.freshet.plugins.wire.CollectMetricsRequest;
import dev.freshet.plugins.wire.CollectMetricsResponse;
import dev.freshet.plugins.wire.DataGrpc;
import dev.freshet.plugins.wire.DataResponse;
import dev.freshet.plugins.wire.DiagnosticsGrpc;
import dev.freshet.plugins.wire.GRPCControllerGrpc;
import dev.freshet.plugins.wire.GRPCStdioGrpc;
import dev.freshet.plugins.wire.HealthCheckRequest;
import dev.freshet.plugins.wire.HealthCheckResponse;
import dev.freshet.plugins.wire.HealthGrpc;
import dev.freshet.plugins.wire.Nothing;
import dev.freshet.plugins.wire.PublishStreamRequest;
import dev.freshet.plugins.wire.PublishStreamResponse;
import dev.freshet.plugins.wire.QueryDataRequest;
import dev.freshet.plugins.wire.QueryDataResponse;
import dev.freshet.plugins.wire.ResourceGrpc;
import dev.freshet.plugins.wire.RunStreamRequest;
import dev.freshet.plugins.wire.StdioData;
import dev.freshet.plugins.wire.StreamGrpc;
import dev.freshet.plugins.wire.StreamPacket;
import dev.freshet.plugins.wire.StringList;
import dev.freshet.plugins.wire.SubscribeStreamRequest;
import dev.freshet.plugins.wire.SubscribeStreamResponse;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A plugin's program: the contract as the SDK keeps it, and every way to break it.
///
/// What it does wrong at the start stands in `GF_PLUGIN_MODE`; what goes wrong later, in the path
/// of the call.
public final class TestPlugin {
    private static final String MODE = env("GF_PLUGIN_MODE");
    private static final CountDownLatch ASKED_TO_LEAVE = new CountDownLatch(1);

    private TestPlugin() {}

    public static void main(String[] args) throws Exception {
        if (!env("grafana_plugin_type").equals("datasource")) {
            System.err.println("This is a plugin, run it by a host");
            System.exit(1);
        }
        boolean tcp = MODE.equals("tcp");
        Path socket =
                Path.of(env("PLUGIN_UNIX_SOCKET_DIR"), "plugin" + ProcessHandle.current().pid());
        var loop = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        SocketAddress address =
                tcp
                        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
                        : UnixDomainSocketAddress.of(socket);
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(address)
                        .bossEventLoopGroup(loop)
                        .workerEventLoopGroup(loop);
        if (tcp) {
            builder.channelType(NioServerSocketChannel.class);
        } else {
            builder.channelType(NioServerDomainSocketChannel.class);
        }
        services().forEach(builder::addService);
        Server server = builder.build().start();
        String where = tcp ? "tcp|127.0.0.1:" + server.getPort() : "unix|" + socket;
        log("info", "serving");
        System.out.println("1|2|" + where + "|grpc|");
        if (MODE.equals("noisy")) {
            Thread.ofPlatform().daemon().start(() -> makeNoise(System.out));
            Thread.ofPlatform().daemon().start(() -> makeNoise(System.err));
        }
        ASKED_TO_LEAVE.await();
        server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
        System.exit(0);
    }

    private static void makeNoise(java.io.PrintStream out) {
        String block = ("noise ".repeat(100) + "\n").repeat(100);
        while (true) {
            out.print(block);
        }
    }

    private static List<BindableService> services() {
        return MODE.equals("no-stream")
                ? List.of(new Health(), new Controller(), new Stdio(), new Diagnostics())
                : List.of(
                        new Health(),
                        new Controller(),
                        new Stdio(),
                        new Diagnostics(),
                        new Streams(),
                        new Queries(),
                        new Resources());
    }

    private static String env(String name) {
        return System.getenv().getOrDefault(name, "");
    }

    static void log(String level, String message) {
        System.err.println(
                "{\"@level\":\"%s\",\"@message\":\"%s\",\"@timestamp\":\"2026-01-01T00:00:00.000000Z\",\"part\":\"test\"}"
                        .formatted(level, message));
    }

    private static void hang() {
        try {
            Thread.sleep(3_600_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Health extends HealthGrpc.HealthImplBase {
        @Override
        public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> reply) {
            boolean known = request.getService().equals("plugin");
            if (!known) {
                reply.onError(Status.NOT_FOUND.asRuntimeException());
                return;
            }
            reply.onNext(
                    HealthCheckResponse.newBuilder()
                            .setStatus(HealthCheckResponse.ServingStatus.SERVING)
                            .build());
            reply.onCompleted();
        }
    }

    private static final class Controller extends GRPCControllerGrpc.GRPCControllerImplBase {
        @Override
        public void shutdown(Nothing request, StreamObserver<Nothing> reply) {
            if (!MODE.equals("stubborn")) {
                ASKED_TO_LEAVE.countDown();
            }
        }
    }

    private static final class Stdio extends GRPCStdioGrpc.GRPCStdioImplBase {
        @Override
        public void streamStdio(Nothing request, StreamObserver<StdioData> reply) {
            reply.onNext(
                    StdioData.newBuilder()
                            .setChannel(StdioData.Channel.STDOUT)
                            .setData(ByteString.copyFromUtf8("printed while serving\n"))
                            .build());
        }
    }

    private static final class Diagnostics extends DiagnosticsGrpc.DiagnosticsImplBase {
        @Override
        public void checkHealth(
                CheckHealthRequest request, StreamObserver<CheckHealthResponse> reply) {
            reply.onNext(
                    CheckHealthResponse.newBuilder()
                            .setStatus(CheckHealthResponse.HealthStatus.OK)
                            .setMessage(request.getPluginContext().toString())
                            .setJsonDetails(
                                    ByteString.copyFromUtf8(
                                            "{\"pid\":" + ProcessHandle.current().pid() + "}"))
                            .build());
            reply.onCompleted();
        }

        @Override
        public void collectMetrics(
                CollectMetricsRequest request, StreamObserver<CollectMetricsResponse> reply) {
            reply.onNext(
                    CollectMetricsResponse.newBuilder()
                            .setMetrics(
                                    CollectMetricsResponse.Payload.newBuilder()
                                            .setPrometheus(ByteString.copyFromUtf8("up 1\n")))
                            .build());
            reply.onCompleted();
        }
    }

    private static final class Queries extends DataGrpc.DataImplBase {
        @Override
        public void queryData(QueryDataRequest request, StreamObserver<QueryDataResponse> reply) {
            var answers = QueryDataResponse.newBuilder();
            for (var query : request.getQueriesList()) {
                answers.putResponses(
                        query.getRefId(),
                        switch (query.getQueryType()) {
                            case "arrow" -> DataResponse.newBuilder().addFrames(recorded()).build();
                            case "bad" ->
                                    DataResponse.newBuilder()
                                            .setError("no such table")
                                            .setStatus(400)
                                            .setErrorSource("downstream")
                                            .build();
                            default ->
                                    DataResponse.newBuilder()
                                            .addFrames(query.getJson())
                                            .setFormat(request.getFormat())
                                            .setStatus(200)
                                            .build();
                        });
            }
            reply.onNext(answers.build());
            reply.onCompleted();
        }
    }

    /// A frame that Grafana's SDK wrote.
    private static ByteString recorded() {
        try (var file = TestPlugin.class.getResourceAsStream("/arrow/load.arrow")) {
            return ByteString.readFrom(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Resources extends ResourceGrpc.ResourceImplBase {
        @Override
        public void callResource(
                CallResourceRequest request, StreamObserver<CallResourceResponse> reply) {
            String[] words = request.getPath().split("/", -1);
            int number =
                    words.length > 1 && words[1].matches("\\d+") ? Integer.parseInt(words[1]) : 0;
            var answer = CallResourceResponse.newBuilder().setCode(200);
            switch (words[0]) {
                case "binary" -> {
                    var all = new byte[256];
                    for (int i = 0; i < all.length; i++) {
                        all[i] = (byte) i;
                    }
                    header(answer, "content-type", "application/octet-stream");
                    reply.onNext(answer.setBody(ByteString.copyFrom(all, 0, 100)).build());
                    answer = CallResourceResponse.newBuilder();
                    answer.setBody(ByteString.copyFrom(all, 100, 156));
                }
                case "status" -> answer.setCode(number).setBody(text("no such thing"));
                case "headers" -> {
                    header(answer, "Content-Type", "text/csv");
                    header(answer, "set-cookie", "grafana_session=stolen");
                    header(answer, "Connection", "close, X-Hop");
                    header(answer, "X-Hop", "1");
                    header(answer, "Transfer-Encoding", "chunked");
                    header(answer, "Content-Length", "5");
                    header(answer, "WWW-Authenticate", "Basic");
                    header(answer, "X-Split", "a\r\nX-Injected: b");
                    header(answer, "Bad name", "c");
                    header(answer, "X-Own", "one", "two");
                    answer.setBody(text("a,b"));
                }
                case "crash" -> {
                    reply.onNext(answer.setBody(text("half")).build());
                    log("error", "resource on fire");
                    Runtime.getRuntime().halt(7);
                }
                case "hang" -> {
                    hang();
                    return;
                }
                case "error" -> {
                    reply.onError(
                            Status.UNKNOWN.withDescription("no database").asRuntimeException());
                    return;
                }
                case "nothing" -> {
                    reply.onCompleted();
                    return;
                }
                case "large" -> {
                    var megabyte = ByteString.copyFrom(new byte[1_000_000]);
                    for (int i = 0; i < number; i++) {
                        reply.onNext(answer.setBody(megabyte).build());
                    }
                    answer.clearBody();
                }
                default ->
                        answer.setBody(
                                text(
                                        request.toBuilder().clearBody().build()
                                                + "body "
                                                + request.getBody().size()
                                                + " "
                                                + request.getBody().toStringUtf8()));
            }
            reply.onNext(answer.build());
            reply.onCompleted();
        }

        private static ByteString text(String text) {
            return ByteString.copyFromUtf8(text);
        }

        private static void header(
                CallResourceResponse.Builder answer, String name, String... values) {
            answer.putHeaders(name, StringList.newBuilder().addAllValues(List.of(values)).build());
        }
    }

    private static final class Streams extends StreamGrpc.StreamImplBase {
        @Override
        public void subscribeStream(
                SubscribeStreamRequest request, StreamObserver<SubscribeStreamResponse> reply) {
            var answer = SubscribeStreamResponse.newBuilder();
            switch (request.getPath()) {
                case "missing" -> answer.setStatus(SubscribeStreamResponse.Status.NOT_FOUND);
                case "secret" -> answer.setStatus(SubscribeStreamResponse.Status.PERMISSION_DENIED);
                case "strange" -> answer.setStatusValue(77);
                case "plain" -> {}
                case "broken" -> answer.setData(ByteString.copyFromUtf8("{\"schema\":"));
                case "error" -> {
                    reply.onError(
                            Status.UNKNOWN
                                    .withDescription("cannot subscribe to other organization")
                                    .asRuntimeException());
                    return;
                }
                case "hang" -> {
                    hang();
                    return;
                }
                case "crash" -> {
                    log("error", "the disk is on fire");
                    Runtime.getRuntime().halt(7);
                }
                case "panic" -> {
                    System.err.println(
"""
panic: assignment to entry in nil map

goroutine 1 [running]:
main.main()\
""");
                    Runtime.getRuntime().halt(2);
                }
                default ->
                        answer.setData(
                                request.getData().isEmpty()
                                        ? ByteString.copyFromUtf8("{\"schema\":{}}")
                                        : request.getData());
            }
            reply.onNext(answer.build());
            reply.onCompleted();
        }

        @Override
        public void publishStream(
                PublishStreamRequest request, StreamObserver<PublishStreamResponse> reply) {
            var answer = PublishStreamResponse.newBuilder();
            switch (request.getPath()) {
                case "missing" -> answer.setStatus(PublishStreamResponse.Status.NOT_FOUND);
                case "secret" -> answer.setStatus(PublishStreamResponse.Status.PERMISSION_DENIED);
                case "handled" -> {}
                case "doomed" -> {
                    log("error", "out of luck");
                    Runtime.getRuntime().halt(9);
                }
                default ->
                        answer.setData(
                                ByteString.copyFrom(
                                        ("[" + request.getData().toStringUtf8() + "]")
                                                .getBytes(UTF_8)));
            }
            reply.onNext(answer.build());
            reply.onCompleted();
        }

        @Override
        public void runStream(RunStreamRequest request, StreamObserver<StreamPacket> reply) {
            var to = (ServerCallStreamObserver<StreamPacket>) reply;
            String[] words = request.getPath().split("/", -1);
            int count = words.length > 1 ? Integer.parseInt(words[1]) : 3;
            switch (words[0]) {
                case "flood" -> {
                    flood(to, count);
                    return;
                }
                case "broken" -> {
                    send(to, "{\"n\":1}");
                    send(to, "{\"n\":");
                    send(to, "");
                    send(to, "{\"n\":2} {\"n\":3}");
                    send(to, "{\"n\":4}");
                }
                case "large" -> send(to, "\"" + "x".repeat(count - 2) + "\"");
                case "error" -> {
                    send(to, "{\"n\":1}");
                    to.onError(
                            Status.UNKNOWN
                                    .withDescription("broker unreachable")
                                    .asRuntimeException());
                    return;
                }
                case "crash" -> {
                    send(to, "{\"n\":1}");
                    log("error", "out of luck");
                    Runtime.getRuntime().halt(9);
                }
                case "forever", "doomed" -> {
                    send(to, "{\"n\":1}");
                    to.setOnCancelHandler(() -> log("error", "stream cancelled"));
                    return;
                }
                default -> {
                    for (int n = 1; n <= count; n++) {
                        send(to, "{\"n\":" + n + "}");
                    }
                }
            }
            to.onCompleted();
        }

        private static void send(StreamObserver<StreamPacket> to, String json) {
            to.onNext(StreamPacket.newBuilder().setData(ByteString.copyFromUtf8(json)).build());
        }

        private static void flood(ServerCallStreamObserver<StreamPacket> to, int count) {
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                        var ready = new java.util.concurrent.Semaphore(0);
                        for (int n = 1; n <= count; n++) {
                            while (!to.isReady() && !to.isCancelled()) {
                                try {
                                    ready.tryAcquire(1, TimeUnit.MILLISECONDS);
                                } catch (InterruptedException _) {
                                    return;
                                }
                            }
                            send(to, "{\"schema\":{},\"data\":{\"values\":[[" + n + "]]}}");
                        }
                        to.onCompleted();
                    });
        }
    }
}
