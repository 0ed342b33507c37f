package dev.freshet.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Connect, and what is fatal when.
class ClientStateTest {
    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    @Test
    void connectIsAnsweredWithTheClientsId() {
        var peer = loop.open();
        peer.send("{\"id\":7,\"connect\":{}}");

        assertThat(peer.taken())
                .containsExactly(
                        "{\"id\":7,\"connect\":{\"client\":\""
                                + peer.client.id()
                                + "\",\"ping\":25,\"pong\":true}}");
        assertThat(peer.client.id())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(peer.client.isConnected()).isTrue();
        assertThat(loop.connections.clients()).isEqualTo(1);
        assertThat(loop.metrics.connectionsAccepted().sum()).isEqualTo(1);
    }

    @Test
    void replySaysNothingOfPingsThatAreFrames() {
        var peer = new Peer(loop, null, true);
        peer.send("{\"id\":1,\"connect\":{}}");

        assertThat(peer.taken())
                .containsExactly(
                        "{\"id\":1,\"connect\":{\"client\":\"" + peer.client.id() + "\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PT0S | PT0S | }}",
                "PT25S | PT0S | ,\"ping\":25}}",
                "PT0.5S | PT0.2S | ,\"pong\":true}}"
            })
    void replyTellsPingAndPongAsConfigured(Duration interval, Duration timeout, String expected) {
        loop.pingInterval = interval;
        loop.pongTimeout = timeout;
        var peer = loop.open();
        peer.send("{\"id\":1,\"connect\":{}}");

        assertThat(peer.taken())
                .containsExactly(
                        "{\"id\":1,\"connect\":{\"client\":\""
                                + peer.client.id()
                                + "\""
                                + expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"subscribe\":{\"channel\":\"x\"}}",
                "{\"id\":1,\"rpc\":{}}",
                "{\"send\":{}}",
                "{\"connect\":{}}",
                "{}",
                "null",
                "{\"id\":1}",
                "{\"id\":1,\"ping\":{}}",
                "",
                "nope"
            })
    void anythingButConnectIsFatalInTheBeginning(String frame) {
        var peer = loop.open();
        peer.send(frame);

        assertThat(peer.closeCode()).isEqualTo(3501);
        assertThat(peer.closeReason()).startsWith("bad request: ");
        assertThat(peer.taken()).isEmpty();
        assertThat(loop.disconnected).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":2,\"connect\":{}}",
                "{\"id\":2}",
                "{\"id\":2,\"ping\":{}}",
                "{\"id\":2,\"fly\":{}}",
                "{\"id\":2,\"unsubscribe\":null}",
                "{}",
                "null",
                "{\"subscribe\":{\"channel\":\"x\"}}",
                "{\"id\":0,\"rpc\":{}}",
                "{\"id\":2,\"subscribe\":{}}",
                "{\"id\":2,\"subscribe\":{\"channel\":\"\"}}",
                "{\"id\":2,\"subscribe\":{\"channel\":\"x\",\"delta\":\"xdelta\"}}",
                "{\"id\":2,\"unsubscribe\":{}}",
                "{\"id\":2,\"publish\":{\"channel\":\"x\"}}",
                "{\"id\":2,\"publish\":{\"data\":1}}",
                "{\"id\":2,\"presence\":{}}",
                "{\"id\":2,\"presence_stats\":{}}",
                "{\"id\":2,\"history\":{}}",
                "{\"id\":2,\"refresh\":{}}",
                "{\"id\":2,\"sub_refresh\":{}}",
                "{\"id\":2,\"rpc\":{}}\n\n",
                "[]"
            })
    void brokenCommandIsFatal(String frame) {
        var peer = loop.connect();
        peer.send(frame);

        assertThat(peer.closeCode()).isEqualTo(3501);
        assertThat(peer.closeReason()).startsWith("bad request: ").hasSizeLessThanOrEqualTo(123);
        assertThat(loop.metrics.disconnects().values()).containsEntry("3501", 1L);
        assertThat(loop.disconnected)
                .singleElement()
                .matches(event -> !event.client().isConnected());
    }

    @Test
    void commandsInFrontOfABadOneAreDone() {
        var peer = loop.connect();
        peer.send("{\"id\":2,\"rpc\":{}}\nnope\n{\"id\":3,\"rpc\":{}}");

        assertThat(peer.taken()).containsExactly("{\"id\":2,\"rpc\":{}}");
        assertThat(peer.closeCode()).isEqualTo(3501);
    }

    @Test
    void frameIsReadNoFurtherAfterTheClose() {
        loop.rpc = event -> Answer.<RpcReply>disconnect(new Disconnect(4001, "bye")).now();
        var peer = loop.connect();
        peer.send("{\"id\":2,\"rpc\":{}}\n{\"id\":3,\"unsubscribe\":{\"channel\":\"x\"}}");

        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isEqualTo(4001);
        assertThat(peer.closeReason()).isEqualTo("bye");
    }

    @Test
    void connectionThatNobodyOwnsIsFatal() {
        loop.connect = event -> Answer.accept(ConnectReply.ok()).now();
        var peer = loop.open();
        peer.send("{\"id\":1,\"connect\":{}}");

        assertThat(peer.closeCode()).isEqualTo(3501);
        assertThat(loop.connections.clients()).isZero();
    }

    @Test
    void withoutAHandlerTheHttpLayersCredentialsCount() {
        loop.connect = null;
        var peer = new Peer(loop, Credentials.ofUser("ann"), false);
        assertThat(peer.client.isConnected()).isFalse();

        peer.connect();

        assertThat(peer.client.isConnected()).isTrue();
        assertThat(peer.client.user()).isEqualTo("ann");
    }

    @Test
    void refusedConnectLeavesAnUnusableConnectionWithoutACloseFrame() {
        loop.connect = event -> Answer.<ConnectReply>refuse(ErrorReply.PERMISSION_DENIED).now();
        var peer = loop.open();
        peer.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"x\"}}");

        assertThat(peer.taken())
                .containsExactly(
                        "{\"id\":1,\"error\":{\"code\":103,\"message\":\"permission denied\"}}");
        assertThat(peer.transport.abandoned).isTrue();
        assertThat(peer.closeCode()).isZero();
        loop.advance(Duration.ofSeconds(30));
        assertThat(peer.closeCode()).isZero();
        peer.client.onClosed();
        assertThat(loop.disconnected).isEmpty();
        assertThat(loop.connections.clients()).isZero();
    }

    @Test
    void commandsOfTheSameFrameWaitForAnAsynchronousConnect() {
        var answer = TestLoop.<ConnectReply>later();
        loop.connect = event -> answer;
        var peer = loop.open();
        peer.send(
                "{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"a\"}}\n"
                        + "{\"id\":3,\"subscribe\":{\"channel\":\"b\"}}");
        assertThat(peer.taken()).isEmpty();
        assertThat(peer.transport.reading).isFalse();

        answer.complete(Answer.accept(ConnectReply.as(Credentials.ofUser("u"))));
        loop.runTasks();

        assertThat(peer.taken())
                .hasSize(3)
                .satisfies(
                        lines -> assertThat(lines.get(0)).startsWith("{\"id\":1,\"connect\""),
                        lines -> assertThat(lines.get(1)).isEqualTo("{\"id\":2,\"subscribe\":{}}"),
                        lines -> assertThat(lines.get(2)).isEqualTo("{\"id\":3,\"subscribe\":{}}"));
        assertThat(peer.transport.reading).isTrue();
    }

    @Test
    void secondConnectBehindAnAsynchronousOneIsFatal() {
        var answer = TestLoop.<ConnectReply>later();
        loop.connect = event -> answer;
        var peer = loop.open();
        peer.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"connect\":{}}");

        answer.complete(Answer.accept(ConnectReply.as(Credentials.ofUser("u"))));
        loop.runTasks();

        assertThat(peer.closeCode()).isEqualTo(3501);
    }

    @Test
    void closeWhileConnectIsDecidedCountsNobody() {
        var answer = TestLoop.<ConnectReply>later();
        loop.connect = event -> answer;
        var peer = loop.open();
        peer.send("{\"id\":1,\"connect\":{}}");

        peer.client.onClosed();
        answer.complete(Answer.accept(ConnectReply.as(Credentials.ofUser("u"))));
        loop.runTasks();

        assertThat(peer.taken()).isEmpty();
        assertThat(loop.connections.clients()).isZero();
        assertThat(loop.disconnected).isEmpty();
    }

    @Test
    void connectionLimitIsKeptExactly() {
        loop.maxConnections = 2;
        var answers = new ArrayList<CompletableFuture<Answer<ConnectReply>>>();
        loop.connect =
                event -> {
                    var answer = TestLoop.<ConnectReply>later();
                    answers.add(answer);
                    return answer;
                };
        var peers = List.of(loop.open(), loop.open(), loop.open(), loop.open());
        peers.forEach(peer -> peer.command("\"connect\":{}"));

        answers.forEach(
                answer -> answer.complete(Answer.accept(ConnectReply.as(Credentials.ofUser("u")))));
        loop.runTasks();

        assertThat(peers.stream().map(Peer::closeCode)).containsExactly(0, 0, 3504, 3504);
        assertThat(loop.connections.clients()).isEqualTo(2);
        assertThat(loop.connections.users()).isEqualTo(1);
    }

    @Test
    void disconnectTellsTheProgramOnce() {
        var peer = loop.connect();

        peer.client.disconnect(Disconnect.FORCED);
        peer.client.disconnect(Disconnect.SHUTDOWN);
        peer.client.onClosed();

        assertThat(peer.closeCode()).isEqualTo(3503);
        assertThat(loop.disconnected)
                .containsExactly(new DisconnectEvent(peer.client, Disconnect.FORCED));
        assertThat(loop.connections.clients()).isZero();
        assertThat(loop.connections.users()).isZero();
    }

    @Test
    void peerThatGoesAwayIsToldWithoutADisconnect() {
        var peer = loop.connect();

        peer.client.onClosed();

        assertThat(loop.disconnected).containsExactly(new DisconnectEvent(peer.client, null));
        assertThat(loop.metrics.disconnects().values()).isEmpty();
    }

    @Test
    void everyOpenClientIsVisited() {
        var peers = List.of(loop.connect(), loop.open(), loop.connect());
        var visited = new ArrayList<Client>();

        loop.clients()
                .forEachClient(client -> {
                    visited.add(client);
                    client.disconnect(Disconnect.SHUTDOWN);
                });

        assertThat(visited)
                .containsExactlyInAnyOrderElementsOf(
                        peers.stream().map(peer -> peer.client).toList());
        visited.clear();
        loop.clients().forEachClient(visited::add);
        assertThat(visited).isEmpty();
    }
}
