package dev.freshet.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.protocol.Command;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Request;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Connections that the program or the engine closes in the middle of one of their commands. What
/// is left of them is looked for when the loop closes.
class ClosedMeanwhileTest {
    private static final Payload NOT_JSON = Payload.ofBytes(new byte[] {1, 2, 3});

    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private static SubscribeReply everything() {
        return SubscribeReply.ok()
                .withOptions(
                        ChannelOptions.builder()
                                .positioned(true)
                                .presence(true)
                                .joinLeave(true)
                                .build());
    }

    private static CommandHook before(Class<?> operation, Runnable task) {
        return new CommandHook() {
            @Override
            public @Nullable ErrorReply before(Client client, Command command) {
                if (operation.isInstance(command.request())) {
                    task.run();
                }
                return null;
            }
        };
    }

    private static CommandHook after(String operation, Disconnect disconnect) {
        return new CommandHook() {
            @Override
            public void after(Client client, long id, String method, @Nullable ErrorReply refusal) {
                if (method.equals(operation)) {
                    client.disconnect(disconnect);
                }
            }
        };
    }

    // ---- by the handler that is asked

    /// The client used to become connected behind its end, and was counted for ever.
    @Test
    void connectHandlerMayCloseTheClientAndAcceptIt() {
        loop.connect =
                event -> {
                    event.client().disconnect(Disconnect.FORCED);
                    return Answer.accept(ConnectReply.as(Credentials.ofUser("u"))).now();
                };
        var peer = loop.open();
        peer.command("\"connect\":{}");

        assertThat(peer.closeCode()).isEqualTo(3503);
        assertThat(peer.taken()).isEmpty();
        assertThat(peer.client.isConnected()).isFalse();
    }

    @Test
    void subscribeHandlerMayCloseTheClientAndAcceptIt() {
        loop.subscribe =
                event -> {
                    event.client().disconnect(Disconnect.FORCED);
                    return Answer.accept(everything()).now();
                };
        var peer = loop.connect();
        peer.subscribe("room", "");

        assertThat(peer.taken()).isEmpty();
        assertThat(loop.node().hub().channelCount()).isZero();
    }

    @Test
    void subscribeHandlerMayCloseTheClientAndAnswerLater() {
        var answer = TestLoop.<SubscribeReply>later();
        loop.subscribe = event -> answer;
        var peer = loop.connect();
        peer.subscribe("room", "");

        peer.client.disconnect(Disconnect.FORCED);
        answer.complete(Answer.accept(everything()));
        loop.runTasks();

        assertThat(peer.taken()).isEmpty();
    }

    @Test
    void snapshotMayCloseTheClient() {
        loop.subscribe =
                event ->
                        Answer.accept(
                                        everything()
                                                .withSnapshot(recovered -> {
                                                    event.client().disconnect(Disconnect.FORCED);
                                                    return new Snapshot(null, 0);
                                                }))
                                .now();
        var peer = loop.connect();
        peer.subscribe("room", "");

        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isEqualTo(3503);
    }

    // ---- by the hook

    @Test
    void hookMayCloseTheClientBeforeTheCommand() {
        var peer = new Peer[1];
        loop.handlers.hook(
                before(
                        Request.Subscribe.class,
                        () -> peer[0].client.disconnect(Disconnect.FORCED)));
        peer[0] = loop.connect();
        peer[0].subscribe("room", "");

        assertThat(peer[0].taken()).isEmpty();
        assertThat(loop.node().hub().channelCount()).isZero();
    }

    @Test
    void hookMayCloseTheClientBehindTheConnectReply() {
        loop.handlers.hook(after("connect", Disconnect.FORCED));
        loop.connect =
                event ->
                        Answer.accept(
                                        ConnectReply.as(Credentials.ofUser("u"))
                                                .withSubscriptions(
                                                        Map.of(
                                                                "a",
                                                                everything(),
                                                                "b",
                                                                everything())))
                                .now();
        var peer = loop.open();
        peer.command("\"connect\":{}");

        assertThat(peer.closeCode()).isEqualTo(3503);
        assertThat(loop.disconnected).hasSize(1);
    }

    /// The subscription used to begin behind its end: it was looked after for ever, and others were
    /// told of somebody who had left.
    @Test
    void hookMayCloseTheClientBehindTheSubscribeReply() {
        loop.subscribe = event -> Answer.accept(everything()).now();
        var other = loop.connect().subscribe("room");
        loop.handlers.hook(after("subscribe", Disconnect.FORCED));
        var peer = loop.connect();
        other.taken();
        peer.subscribe("room", "");

        assertThat(peer.taken()).hasSize(1);
        assertThat(other.taken()).isEmpty();
    }

    /// A client that was connected used to be taken for one that never was, and stayed counted.
    @Test
    void hookThatRefusesASecondConnectDoesNotUndoTheFirst() {
        var connects = new int[1];
        loop.handlers.hook(
                new CommandHook() {
                    @Override
                    public @Nullable ErrorReply before(Client client, Command command) {
                        boolean again =
                                command.request() instanceof Request.Connect && connects[0]++ > 0;
                        return again ? ErrorReply.PERMISSION_DENIED : null;
                    }
                });
        var peer = loop.connect().subscribe("room");
        peer.command("\"connect\":{}");

        assertThat(peer.closeCode()).isEqualTo(3501);
        assertThat(loop.connections.clients()).isZero();
        assertThat(loop.disconnected).hasSize(1);
    }

    /// It was closed a second time when its socket ended, which took another client off the list.
    @Test
    void hookMayCloseTheClientBehindTheRefusalOfItsConnect() {
        loop.handlers.hook(after("connect", Disconnect.FORCED));
        loop.connect = event -> Answer.<ConnectReply>refuse(ErrorReply.PERMISSION_DENIED).now();
        var peer = loop.open();
        var other = loop.open();
        peer.command("\"connect\":{}");

        peer.client.onClosed();

        assertThat(peer.closeCode()).isEqualTo(3503);
        assertThat(peer.transport.abandoned).isFalse();
        var visited = new ArrayList<Client>();
        loop.clients().forEachClient(visited::add);
        assertThat(visited).containsExactly(other.client);
    }

    // ---- by what the reply holds

    @Test
    void connectReplyThatIsNotJsonEndsTheConnection() {
        loop.connect =
                event ->
                        Answer.accept(
                                        ConnectReply.as(Credentials.ofUser("u"))
                                                .withData(NOT_JSON)
                                                .withSubscriptions(Map.of("a", everything())))
                                .now();
        var peer = loop.open();
        peer.command("\"connect\":{}");

        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isEqualTo(3506);
    }

    @Test
    void subscribeReplyThatIsNotJsonEndsTheConnection() {
        var other = loop.connect();
        loop.subscribe = event -> Answer.accept(everything()).now();
        other.subscribe("room");
        loop.handlers.subscribe(event -> Answer.accept(everything().withData(NOT_JSON)).now());
        var peer = loop.connect();
        peer.subscribe("room", "");

        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isEqualTo(3506);
        assertThat(other.taken()).isEmpty();
    }

    // ---- by the peer

    @Test
    void whatIsAnsweredBehindTheEndIsDropped() {
        var connect = TestLoop.<ConnectReply>later();
        loop.connect = event -> connect;
        var peer = loop.open();
        peer.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"room\"}}");

        peer.client.onClosed();
        connect.complete(Answer.accept(ConnectReply.as(Credentials.ofUser("u"))));
        loop.runTasks();

        assertThat(peer.taken()).isEmpty();
        assertThat(loop.node().hub().channelCount()).isZero();
    }

    @Test
    void cacheThatIsFilledBehindTheEndIsNotRead() {
        var filled = new CompletableFuture<Boolean>();
        loop.handlers.cacheEmpty(event -> filled);
        var broker = new HeldBroker(loop);
        loop.subscribe =
                event ->
                        Answer.accept(
                                        SubscribeReply.ok()
                                                .withOptions(
                                                        ChannelOptions.builder()
                                                                .recovery(Recovery.CACHE)
                                                                .build()))
                                .now();
        var peer = loop.connect();
        peer.subscribe("room", ",\"recover\":true");
        int reads = broker.reads.calls();

        peer.client.onClosed();
        filled.complete(true);
        loop.runTasks();

        assertThat(broker.reads.calls()).isEqualTo(reads);
    }
}
