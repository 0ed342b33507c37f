package dev.freshet.engine.transport;

import dev.freshet.engine.broker.MemoryBroker;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.Client;
import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.client.ClientLoop;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.ConnectionCount;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.EventHandlers;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.cluster.MemoryController;
import dev.freshet.engine.hub.Hub;
import dev.freshet.engine.hub.HubLimits;
import dev.freshet.engine.metrics.EngineMetrics;
import dev.freshet.engine.node.Node;
import dev.freshet.engine.node.NodeIdentity;
import dev.freshet.engine.presence.MemoryPresenceManager;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What a delivery costs before its bytes are written: a publication through the memory broker and
/// the hub to a group of 1,000 clients, each of which takes the batch or makes bytes of its own.
/// Time per delivery.
///
/// In the engine's package because the wire form is not public.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DeliveryBenchmark {
    private static final int SUBSCRIBERS = 1000;
    private static final String CHANNEL = "1/stream/bench/0";
    private static final int PAYLOAD = 512;

    /// What subscribers asked for: `plain` takes every batch as it is; `positioned` follows the
    /// stream; `delta` gets differences; `filter` has a tags filter that wants every publication,
    /// `unwanted` one that wants none, `half` one that wants every second.
    @Param({"plain", "positioned", "delta", "filter", "unwanted", "half"})
    public String asking = "plain";

    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(Ticker.newMockTicker()).build();
    private final Publication[] publications = new Publication[2];
    private Node node = node(ChannelOptions.defaults());
    private int next;

    @Setup
    public void subscribe() {
        for (int i = 0; i < publications.length; i++) {
            var tags = Map.of("room", i == 0 ? "kitchen" : "hall", "house", "7");
            publications[i] =
                    Publication.of(payload(i)).withTags(asking.equals("plain") ? Map.of() : tags);
        }
        node = node(options());
        var clients = clients();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            var client = new Client(clients, new SinkTransport(), Credentials.ofUser("u"));
            command(client, "{\"id\":1,\"connect\":{}}");
            command(
                    client,
                    "{\"id\":2,\"subscribe\":{\"channel\":\"" + CHANNEL + "\"" + wish() + "}}");
        }
        if (node.hub().subscriberCount(CHANNEL) != SUBSCRIBERS) {
            throw new IllegalStateException("the subscriptions were refused");
        }
    }

    private static Payload payload(int value) {
        var text = "{\"value\":" + value + ",\"text\":\"" + "x".repeat(PAYLOAD - 21) + "\"}";
        return Payload.ofOwnedJsonLine(text.getBytes(StandardCharsets.US_ASCII));
    }

    private ChannelOptions options() {
        return switch (asking) {
            case "plain" -> ChannelOptions.defaults();
            case "positioned" ->
                    ChannelOptions.builder()
                            .history(100, Duration.ofHours(1))
                            .recovery(Recovery.STREAM)
                            .build();
            case "delta" -> ChannelOptions.builder().delta(true).build();
            default -> ChannelOptions.builder().tagsFilter(true).build();
        };
    }

    private String wish() {
        return switch (asking) {
            case "plain", "positioned" -> "";
            case "delta" -> ",\"delta\":\"fossil\"";
            case "filter" -> ",\"tf\":{\"key\":\"house\",\"cmp\":\"eq\",\"val\":\"7\"}";
            case "unwanted" -> ",\"tf\":{\"key\":\"house\",\"cmp\":\"eq\",\"val\":\"8\"}";
            case "half" -> ",\"tf\":{\"key\":\"room\",\"cmp\":\"eq\",\"val\":\"kitchen\"}";
            default -> throw new IllegalArgumentException("asking " + asking);
        };
    }

    private Node node(ChannelOptions options) {
        var hub = new Hub(List.of(channel.eventLoop()), channel.alloc(), HubLimits.defaults());
        return new Node(
                hub,
                MemoryBroker::new,
                new MemoryPresenceManager(),
                name -> options,
                new EngineMetrics(),
                NodeIdentity.random("bench", "", () -> 0, () -> 0),
                MemoryController::new);
    }

    private ClientLoop clients() {
        var handlers =
                new EventHandlers()
                        .connect(event ->
                                Answer.accept(ConnectReply.as(Credentials.ofUser("u"))).now())
                        .subscribe(event -> Answer.accept(SubscribeReply.ok()).now());
        return new ClientLoop(
                node.hub().loops().getFirst(),
                node,
                ClientLimits.defaults().toBuilder().maxConnections(-1).build(),
                handlers,
                new ConnectionCount(),
                new SplittableRandom(1),
                InstantSource.system());
    }

    private static void command(Client client, String json) {
        var bytes = json.getBytes(StandardCharsets.US_ASCII);
        client.onFrame(bytes, 0, bytes.length);
    }

    @Benchmark
    @OperationsPerInvocation(SUBSCRIBERS)
    public void deliver() {
        next = 1 - next;
        node.publish(CHANNEL, publications[next]);
        channel.runPendingTasks();
    }
}
