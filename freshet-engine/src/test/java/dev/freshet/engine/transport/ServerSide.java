package dev.freshet.engine.transport;

import dev.freshet.engine.broker.MemoryBroker;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.client.ClientLoop;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.ConnectionCount;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.EventHandlers;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.cluster.MemoryController;
import dev.freshet.engine.hub.Hub;
import dev.freshet.engine.hub.HubLimits;
import dev.freshet.engine.metrics.EngineMetrics;
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

/// Everything behind a connection, on the loop of one channel in memory, with a clock that stands
/// still; everybody may do everything.
final class ServerSide {
    final MockTicker ticker = Ticker.newMockTicker();
    final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(ticker).build();
    final ConnectionCount connections = new ConnectionCount();
    final WebSocketUpgrade upgrade;
    final WebSocketLoop sockets;
    final ClientLoop clients;

    ServerSide() {
        this(WebSocketCompression.OFF);
    }

    ServerSide(WebSocketCompression compression) {
        var loop = channel.eventLoop();
        var hub = new Hub(List.of(loop), channel.alloc(), HubLimits.defaults());
        var handlers =
                new EventHandlers()
                        .connect(event ->
                                Answer.accept(ConnectReply.as(Credentials.ofUser("u"))).now())
                        .subscribe(event -> Answer.accept(SubscribeReply.ok()).now())
                        .publish(event -> Answer.accept(PublishReply.ok()).now());
        clients =
                new ClientLoop(
                        hub.loops().getFirst(),
                        new Node(
                                hub,
                                MemoryBroker::new,
                                new MemoryPresenceManager(),
                                channel -> ChannelOptions.defaults(),
                                new EngineMetrics(),
                                NodeIdentity.random(
                                        "test", "", connections::clients, connections::users),
                                MemoryController::new),
                        ClientLimits.defaults(),
                        handlers,
                        connections,
                        new Random(1),
                        InstantSource.system());
        sockets = new WebSocketLoop(loop, compression);
        upgrade =
                new WebSocketUpgrade(
                        Map.<EventLoop, ClientLoop>of(loop, clients), Map.of(loop, sockets), 1000);
    }
}
