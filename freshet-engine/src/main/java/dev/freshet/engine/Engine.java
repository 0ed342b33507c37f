package dev.freshet.engine;

import dev.freshet.engine.client.Client;
import dev.freshet.engine.client.ClientControl;
import dev.freshet.engine.client.ClientLoop;
import dev.freshet.engine.client.ConnectionCount;
import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.Target;
import dev.freshet.engine.hub.Hub;
import dev.freshet.engine.metrics.EngineMetrics;
import dev.freshet.engine.node.Node;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.transport.Emulation;
import dev.freshet.engine.transport.EmulationSessions;
import dev.freshet.engine.transport.EndpointPaths;
import dev.freshet.engine.transport.Endpoints;
import dev.freshet.engine.transport.EventLoops;
import dev.freshet.engine.transport.HttpListener;
import dev.freshet.engine.transport.HttpStreams;
import dev.freshet.engine.transport.WebSocketLoop;
import dev.freshet.engine.transport.WebSocketUpgrade;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A real-time server inside a Java program: clients of the Centrifuge protocol connect, subscribe
/// to channels and are sent what is published there.
///
/// ```java
/// try (var engine = Engine.builder()
///         .onConnect(event -> Answer.accept(ConnectReply.as(Credentials.ofUser("guest"))).now())
///         .onSubscribe(event -> Answer.accept(SubscribeReply.ok()).now())
///         .build()) {
///     engine.listen(new InetSocketAddress("localhost", 8000), "/connection/websocket");
///     engine.node().publish("news", Payload.json("{\"text\":\"hello\"}"));
/// }
/// ```
///
/// Owns as many event loops as the process may use processors. Every method may be called from any
/// thread; nothing blocks but [#close] and [#listen].
public final class Engine implements AutoCloseable {
    private final EventLoops eventLoops;
    private final Node node;
    private final ConnectionCount connections = new ConnectionCount();
    private final List<ClientLoop> clientLoops = new ArrayList<>();
    private final List<WebSocketLoop> socketLoops;
    private final WebSocketUpgrade upgrade;
    private final HttpStreams streams;
    private final Emulation emulation;
    private final int maxMessageBytes;
    private final Duration shutdownTimeout;
    private final AtomicBoolean closed = new AtomicBoolean();

    Engine(EngineBuilder options) {
        RuntimeAdvice.giveOnce();
        this.eventLoops = EventLoops.start(options.eventLoops());
        this.shutdownTimeout = options.shutdownTimeout();
        var hub = new Hub(eventLoops.group(), ByteBufAllocator.DEFAULT, options.hubLimits());
        this.node =
                new Node(
                        hub,
                        options.broker(),
                        options.presence(),
                        options.channelOptions(),
                        new EngineMetrics(),
                        options.identity(connections),
                        options.controller());
        var clients = new HashMap<EventLoop, ClientLoop>();
        var sockets = new HashMap<EventLoop, WebSocketLoop>();
        for (var loopHub : hub.loops()) {
            var eventLoop = (EventLoop) loopHub.executor();
            var clientLoop =
                    new ClientLoop(
                            loopHub,
                            node,
                            options.clientLimits(),
                            options.handlers(),
                            connections,
                            options.newRandom(),
                            options.clock());
            clientLoops.add(clientLoop);
            clients.put(eventLoop, clientLoop);
            sockets.put(eventLoop, new WebSocketLoop(eventLoop, options.compression()));
        }
        this.socketLoops = List.copyOf(sockets.values());
        this.maxMessageBytes = options.maxMessageBytes();
        this.upgrade = new WebSocketUpgrade(clients, sockets, maxMessageBytes);
        var sessions = new EmulationSessions();
        this.streams = new HttpStreams(clients, sockets, sessions);
        this.emulation = Emulation.among(node.cluster(), sessions);
        node.cluster().onClientCommand(new ClientControl(clientLoops, connections));
        clientLoops
                .getFirst()
                .executor()
                .scheduleWithFixedDelay(node::tidy, 1, 1, TimeUnit.SECONDS);
    }

    /// Begins an engine: say what differs from the defaults and build it.
    public static EngineBuilder builder() {
        return new EngineBuilder();
    }

    /// The door to publish through, and to ask who is subscribed.
    public Node node() {
        return node;
    }

    /// Clients and users that are connected now.
    public ConnectionCount connections() {
        return connections;
    }

    /// What this engine has counted since its start.
    public EngineMetrics metrics() {
        return node.metrics();
    }

    /// For programs that have an HTTP server on Netty of their own, running on [#eventLoops].
    public WebSocketUpgrade webSocketUpgrade() {
        return upgrade;
    }

    /// As [#webSocketUpgrade], for peers that no WebSocket reaches.
    public HttpStreams httpStreams() {
        return streams;
    }

    /// Takes in what clients of [#httpStreams] send.
    public Emulation emulation() {
        return emulation;
    }

    /// The event loops, to run an HTTP server of one's own on.
    public EventLoops eventLoops() {
        return eventLoops;
    }

    /// Listens for WebSocket connections at one path; everything else is answered 404. A browser's
    /// `Origin` must be the very host that it connects to.
    ///
    /// @return the address that is listened on, with the port that was chosen when 0 was asked for
    /// @throws java.io.UncheckedIOException when the address cannot be used
    public InetSocketAddress listen(InetSocketAddress address, String path) {
        return listen(address, EndpointPaths.onlyWebSocket(path));
    }

    /// Listens for connections of every kind that has a path; everything else is answered 404. A
    /// browser's `Origin` must be the very host that it connects to.
    ///
    /// @return the address that is listened on, with the port that was chosen when 0 was asked for
    /// @throws java.io.UncheckedIOException when the address cannot be used
    public InetSocketAddress listen(InetSocketAddress address, EndpointPaths paths) {
        return HttpListener.bind(
                eventLoops,
                new Endpoints(paths, upgrade, streams, emulation, maxMessageBytes),
                address);
    }

    /// Runs the action for every open connection, on the connection's event loop.
    ///
    /// @return done when all loops are through
    public CompletionStage<Void> forEachClient(Consumer<Client> action) {
        var done =
                clientLoops.stream()
                        .map(loop ->
                                CompletableFuture.runAsync(
                                        () -> loop.forEachClient(action), loop.executor()))
                        .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(done);
    }

    // ---- what the server does to its clients, on all nodes

    /// Subscribes connections to a channel from the server's side.
    public CompletionStage<@Nullable Void> subscribe(ControlCommand.Subscribe command) {
        return node.cluster().send(command);
    }

    /// Ends a channel's subscriptions; a code of 2500 and above asks clients to subscribe again.
    public CompletionStage<@Nullable Void> unsubscribe(
            Target target, String channel, int code, String reason) {
        return node.cluster().send(new ControlCommand.Unsubscribe(target, channel, code, reason));
    }

    /// Closes connections.
    public CompletionStage<@Nullable Void> disconnect(Target target, Disconnect disconnect) {
        return disconnect(target, disconnect, Set.of());
    }

    /// Closes connections but those of the clients with these ids.
    public CompletionStage<@Nullable Void> disconnect(
            Target target, Disconnect disconnect, Set<String> spared) {
        return node.cluster()
                .send(
                        new ControlCommand.Disconnect(
                                target, disconnect.code(), disconnect.reason(), spared));
    }

    /// Changes when connections expire, or ends them.
    public CompletionStage<@Nullable Void> refresh(ControlCommand.Refresh command) {
        return node.cluster().send(command);
    }

    /// Stops listening, closes every connection with 3001 so that clients reconnect elsewhere, and
    /// ends the loops. A second call does nothing. Must not be called on an event loop.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        eventLoops.stopAccepting();
        var told =
                forEachClient(client -> client.disconnect(Disconnect.SHUTDOWN))
                        .toCompletableFuture();
        try {
            told.get(shutdownTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Closing goes on: the loops end below and take the connections with them.
        }
        eventLoops.close(shutdownTimeout);
        socketLoops.forEach(WebSocketLoop::close);
        node.close();
    }
}
