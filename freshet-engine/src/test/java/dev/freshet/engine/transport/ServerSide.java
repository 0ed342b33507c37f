package dev.freshet.engine.transport;

import dev.freshet.engine.broker.MemoryBroker;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.client.ClientLoop;
import dev.freshet.engine.client.ConnectEvent;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.ConnectionCount;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.EventHandler;
import dev.freshet.engine.client.EventHandlers;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.RpcEvent;
import dev.freshet.engine.client.RpcReply;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.cluster.MemoryController;
import dev.freshet.engine.hub.Hub;
import dev.freshet.engine.hub.HubLimits;
import dev.freshet.engine.metrics.EngineMetrics;
import dev.freshet.engine.node.EmulationRoute;
import dev.freshet.engine.node.Node;
import dev.freshet.engine.node.NodeIdentity;
import dev.freshet.engine.presence.MemoryPresenceManager;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/// Everything behind a connection, on the loop of one channel in memory, with a clock that stands
/// still; everybody may do everything.
final class ServerSide {
    static final int MAX_MESSAGE_BYTES = 1000;

    final MockTicker ticker = Ticker.newMockTicker();
    final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(ticker).build();
    final ConnectionCount connections = new ConnectionCount();
    final EmulationSessions sessions = new EmulationSessions();
    final WebSocketUpgrade upgrade;
    final WebSocketLoop sockets;
    final ClientLoop clients;
    final Node node;
    final HttpStreams streams;
    final Emulation emulation;
    EventHandler<ConnectEvent, ConnectReply> connect =
            event -> Answer.accept(ConnectReply.as(Credentials.ofUser("u"))).now();
    EventHandler<RpcEvent, RpcReply> rpc = event -> Answer.accept(new RpcReply(event.data())).now();
    EmulationRoute route = request -> CompletableFuture.completedStage(false);

    ServerSide() {
        this(WebSocketCompression.OFF);
    }

    ServerSide(WebSocketCompression compression) {
        var loop = channel.eventLoop();
        var hub = new Hub(List.of(loop), channel.alloc(), HubLimits.defaults());
        var handlers =
                new EventHandlers()
                        .connect(event -> connect.handle(event))
                        .rpc(event -> rpc.handle(event))
                        .subscribe(event -> Answer.accept(SubscribeReply.ok()).now())
                        .publish(event -> Answer.accept(PublishReply.ok()).now());
        node =
                new Node(
                        hub,
                        MemoryBroker::new,
                        new MemoryPresenceManager(),
                        channel -> ChannelOptions.defaults(),
                        new EngineMetrics(),
                        new NodeIdentity(
                                "node-1",
                                "test",
                                "",
                                connections::clients,
                                connections::users,
                                System.nanoTime()),
                        MemoryController::new);
        clients =
                new ClientLoop(
                        hub.loops().getFirst(),
                        node,
                        ClientLimits.defaults(),
                        handlers,
                        connections,
                        new Random(1),
                        InstantSource.system());
        sockets = new WebSocketLoop(loop, compression);
        var clientLoops = Map.<EventLoop, ClientLoop>of(loop, clients);
        var socketLoops = Map.<EventLoop, WebSocketLoop>of(loop, sockets);
        upgrade = new WebSocketUpgrade(clientLoops, socketLoops, MAX_MESSAGE_BYTES);
        streams = new HttpStreams(clientLoops, socketLoops, sessions);
        emulation = new Emulation("node-1", sessions, request -> route.forward(request));
    }

    EndpointHandler front(EndpointPaths paths) {
        return new EndpointHandler(
                new Endpoints(paths, upgrade, streams, emulation, MAX_MESSAGE_BYTES));
    }
}
