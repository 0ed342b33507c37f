package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.ErrorReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What client, server and peer do to one channel while its subscribe is under way.
class SubscribeRacesTest {
    private static final String UNSUBSCRIBED =
            "{\"push\":{\"channel\":\"room\",\"unsubscribe\":{\"code\":2000,\"reason\":\"gone\"}}}";

    private final TestLoop loop = new TestLoop();
    private final HeldBroker broker = new HeldBroker(loop);
    private final List<CompletableFuture<Answer<SubscribeReply>>> answers = new ArrayList<>();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private Peer connectWithSlowHandler() {
        loop.subscribe =
                event -> {
                    var answer = TestLoop.<SubscribeReply>later();
                    answers.add(answer);
                    return answer;
                };
        return loop.connect();
    }

    private void accept(int index) {
        answers.get(index).complete(Answer.accept(SubscribeReply.ok()));
        loop.runTasks();
    }

    private void refuse(int index) {
        answers.get(index).complete(Answer.refuse(ErrorReply.PERMISSION_DENIED));
        loop.runTasks();
    }

    // ---- the server unsubscribes

    /// It was overlooked: the client was subscribed after the server had said that it must not be.
    @Test
    void serversUnsubscribeWaitsForTheSubscribeInFlight() {
        var peer = connectWithSlowHandler();
        peer.subscribe("room", "");
        peer.client.unsubscribe("room", 2000, "gone");
        assertThat(peer.taken()).isEmpty();

        accept(0);
        loop.publish("room", "1");

        assertThat(peer.taken()).containsExactly("{\"id\":2,\"subscribe\":{}}", UNSUBSCRIBED);
        assertThat(loop.unsubscribed)
                .containsExactly(new UnsubscribeEvent(peer.client, "room", 2000));
    }

    @Test
    void serversUnsubscribeOfWhatIsRefusedSaysNothing() {
        var peer = connectWithSlowHandler();
        peer.subscribe("room", "");
        peer.client.unsubscribe("room", 2000, "gone");

        refuse(0);

        assertThat(peer.taken()).singleElement().asString().contains("\"code\":103");
    }

    @Test
    void serversUnsubscribeDuringRecoveryComesBehindTheReply() {
        loop.channel("room", recoverable(10));
        var peer = loop.connect();
        broker.reads.shut();
        peer.subscribe("room", "");
        peer.client.unsubscribe("room", 2000, "gone");
        assertThat(peer.taken()).isEmpty();

        broker.reads.open();
        loop.runTasks();

        assertThat(peer.taken()).hasSize(2).last().isEqualTo(UNSUBSCRIBED);
    }

    @Test
    void bothUnsubscribe() {
        var peer = connectWithSlowHandler();
        peer.subscribe("room", "");
        peer.unsubscribe("room");
        peer.client.unsubscribe("room", 2000, "gone");

        accept(0);

        assertThat(peer.taken())
                .containsExactly("{\"id\":2,\"subscribe\":{}}", "{\"id\":3,\"unsubscribe\":{}}");
        assertThat(loop.unsubscribed).hasSize(1);
    }

    // ---- the server subscribes

    @Test
    void serversSubscribeOfWhatTheClientIsSubscribingToIsToldBehindTheReply() {
        var peer = connectWithSlowHandler();
        peer.subscribe("room", "");
        peer.client.subscribe("room", SubscribeReply.ok(), null);

        accept(0);

        assertThat(peer.taken())
                .containsExactly(
                        "{\"id\":2,\"subscribe\":{}}",
                        "{\"push\":{\"channel\":\"room\",\"subscribe\":{}}}");
    }

    /// The server's wish was forgotten with the client's.
    @Test
    void serversSubscribeHoldsWhenTheClientsIsRefused() {
        var peer = connectWithSlowHandler();
        peer.subscribe("room", "");
        peer.client.subscribe("room", SubscribeReply.ok(), null);

        refuse(0);
        loop.publish("room", "1");

        assertThat(peer.taken())
                .hasSize(3)
                .endsWith("{\"push\":{\"channel\":\"room\",\"subscribe\":{}}}", "room=1");
    }

    @Test
    void lastWordOfTheServerCounts() {
        var peer = connectWithSlowHandler();
        peer.subscribe("room", "");
        peer.client.subscribe("room", SubscribeReply.ok(), null);
        peer.client.unsubscribe("room", 2000, "gone");

        accept(0);
        loop.publish("room", "1");

        assertThat(peer.taken())
                .containsExactly(
                        "{\"id\":2,\"subscribe\":{}}",
                        "{\"push\":{\"channel\":\"room\",\"subscribe\":{}}}",
                        UNSUBSCRIBED);
    }

    @Test
    void clientsSubscribeToWhatTheServerIsSubscribingItToIsRefused() {
        var peer = loop.connect();
        broker.subscribes.shut();
        peer.client.subscribe("room", SubscribeReply.ok(), null);
        peer.subscribe("room", "");
        assertThat(peer.taken()).singleElement().asString().contains("\"code\":105");

        broker.subscribes.open();
        loop.runTasks();

        assertThat(peer.taken())
                .containsExactly("{\"push\":{\"channel\":\"room\",\"subscribe\":{}}}");
    }

    // ---- the client unsubscribes and subscribes again

    @Test
    void resubscribeWhileTheOldUnsubscribeWaitsIsRefused() {
        var peer = connectWithSlowHandler();
        peer.subscribe("room", "");
        peer.unsubscribe("room");
        peer.subscribe("room", "");
        assertThat(peer.taken()).singleElement().asString().contains("\"id\":4", "\"code\":105");

        accept(0);
        peer.subscribe("room", "");
        accept(1);

        assertThat(peer.taken())
                .containsExactly(
                        "{\"id\":2,\"subscribe\":{}}",
                        "{\"id\":3,\"unsubscribe\":{}}",
                        "{\"id\":5,\"subscribe\":{}}");
        loop.publish("room", "1");
        assertThat(peer.taken()).containsExactly("room=1");
    }

    /// What was to end was the first subscription, not what the program made of its end.
    @Test
    void unsubscribesThatWaitedDoNotEndWhatIsStillBeingMade() {
        loop.channel("room", recoverable(10));
        var peer = connectWithSlowHandler();
        peer.subscribe("room", "");
        peer.unsubscribe("room");
        peer.unsubscribe("room");
        loop.onUnsubscribed =
                event -> {
                    loop.onUnsubscribed = loop.unsubscribed::add;
                    broker.reads.shut();
                    event.client().subscribe("room", SubscribeReply.ok(), null);
                };

        accept(0);
        assertThat(peer.taken()).hasSize(2).last().isEqualTo("{\"id\":3,\"unsubscribe\":{}}");
        broker.reads.open();
        loop.runTasks();

        assertThat(peer.closeCode()).isZero();
        assertThat(peer.taken()).hasSize(2).last().isEqualTo("{\"id\":4,\"unsubscribe\":{}}");
    }

    /// What was kept of the old subscription would be taken for news of the new one.
    @Test
    void nothingOldIsDeliveredBehindANewReply() {
        loop.channel("room", recoverable(10));
        var peer = loop.connect().subscribe("room").subscribe("other");
        peer.transport.writable = false;
        loop.publish("room", "1");
        loop.publish("other", "2");
        peer.unsubscribe("room");
        peer.subscribe("room", ",\"recover\":true,\"epoch\":\"" + loop.top("room").epoch() + "\"");

        loop.publish("room", "3");
        peer.transport.writable = true;
        peer.client.onWritable();

        assertThat(peer.taken())
                .hasSize(4)
                .startsWith("{\"id\":4,\"unsubscribe\":{}}")
                .endsWith("other=2", "room=3")
                .anyMatch(line -> line.contains("\"publications\":[{\"data\":1,\"offset\":1}]"));
    }

    // ---- the peer goes away

    @Test
    void closeWhileTheBrokerSubscribesLeavesNothing() {
        broker.subscribes.shut();
        var peer = loop.connect();
        peer.subscribe("room", "");

        peer.client.onClosed();
        broker.subscribes.open();
        loop.runTasks();

        assertThat(peer.taken()).isEmpty();
        assertThat(loop.unsubscribed).isEmpty();
    }

    @Test
    void closeDuringRecoveryLeavesNothing() {
        loop.channel("room", recoverable(10).presence(true).joinLeave(true));
        broker.reads.shut();
        var peer = loop.connect();
        peer.subscribe("room", ",\"recover\":true");
        loop.publish("room", "1");

        peer.client.onClosed();
        broker.reads.open();
        loop.runTasks();

        assertThat(peer.taken()).isEmpty();
        assertThat(loop.unsubscribed).isEmpty();
    }

    @Test
    void unsubscribeThatWaitsForABrokerGivesUpAfterFiveSeconds() {
        broker.subscribes.shut();
        var peer = loop.connect();
        peer.subscribe("room", "");
        peer.unsubscribe("room");

        loop.advance(Duration.ofSeconds(5));

        assertThat(peer.closeCode()).isEqualTo(3004);
        broker.subscribes.open();
        loop.runTasks();
        assertThat(peer.taken()).isEmpty();
    }

    @Test
    void closeOfOneWhileABatchIsHandedOutLeavesTheOthersAlone() {
        var peers = List.of(loop.connect(), loop.connect(), loop.connect(), loop.connect());
        peers.forEach(peer -> peer.subscribe("room"));
        // The first that is served ends itself, one that was served and one that was not.
        peers.get(1).transport.onSend =
                () -> {
                    peers.get(0).client.onClosed();
                    peers.get(1).client.onClosed();
                    peers.get(2).client.onClosed();
                };

        loop.publish("room", "1");
        loop.publish("room", "2");

        assertThat(peers.get(0).taken()).containsExactly("room=1");
        assertThat(peers.get(1).taken()).containsExactly("room=1");
        assertThat(peers.get(2).taken()).isEmpty();
        assertThat(peers.get(3).taken()).containsExactly("room=1", "room=2");
        assertThat(loop.node().hub().subscriberCount("room")).isEqualTo(1);
    }
}
