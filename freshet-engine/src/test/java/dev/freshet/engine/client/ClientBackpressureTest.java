package dev.freshet.engine.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.hub.HubLimits;
import dev.freshet.engine.protocol.Publication;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Clients that read too slowly, and clients that publish too fast.
class ClientBackpressureTest {
    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private static String text(int bytes) {
        return "\"" + "x".repeat(bytes - 2) + "\"";
    }

    private long heldBytes() {
        return loop.node().hub().loops().getFirst().heldBytes();
    }

    // ---- slow readers

    @Test
    void slowClientIsSentNothingUntilItIsWritableAndThenEverything() {
        var peer = loop.connect().subscribe("x").subscribe("y");
        peer.transport.writable = false;
        loop.publish("x", "1");
        loop.publish("y", "2");
        loop.publish("x", "3");
        assertThat(peer.taken()).isEmpty();
        assertThat(heldBytes()).isEqualTo(12 + 3 * Lag.OVERHEAD);

        peer.transport.writable = true;
        peer.client.onWritable();

        assertThat(peer.taken()).containsExactly("x=1", "y=2", "x=3");
        assertThat(heldBytes()).isZero();
        loop.publish("x", "4");
        assertThat(peer.taken()).containsExactly("x=4");
    }

    @Test
    void whatIsPublishedWhileHeldBytesWaitComesBehindThem() {
        var peer = loop.connect().subscribe("x");
        peer.transport.writable = false;
        loop.publish("x", "1");
        // Writable again, but the transport has not said so yet.
        peer.transport.writable = true;
        loop.publish("x", "2");
        assertThat(peer.taken()).isEmpty();

        peer.client.onWritable();

        assertThat(peer.taken()).containsExactly("x=1", "x=2");
    }

    @Test
    void slowClientIsDisconnectedWhenItsQueueExceedsTheLimit() {
        var peer = loop.connect().subscribe("x");
        var other = loop.connect().subscribe("x");
        peer.transport.writable = false;
        loop.publish("x", text(497 - Lag.OVERHEAD));
        loop.publish("x", text(497 - Lag.OVERHEAD));
        assertThat(peer.closeCode()).isZero();

        loop.publish("x", "1");

        assertThat(peer.closeCode()).isEqualTo(3008);
        assertThat(peer.closeReason()).startsWith("slow");
        assertThat(peer.taken()).isEmpty();
        assertThat(other.taken()).hasSize(3);
        assertThat(heldBytes()).isZero();
        assertThat(loop.node().hub().subscriberCount("x")).isEqualTo(1);
    }

    @Test
    void heldBytesAreLetGoWhenTheClientGoes() {
        var peer = loop.connect().subscribe("x");
        peer.transport.writable = false;
        loop.publish("x", text(100));

        peer.client.onClosed();

        assertThat(heldBytes()).isZero();
    }

    /// It was counted as one message, whatever was in it.
    @Test
    void restThatFollowsASnapshotIsHeldLikeTheOthers() {
        loop.subscribe =
                event ->
                        Answer.accept(
                                        SubscribeReply.ok()
                                                .withSnapshot(recovered -> {
                                                    for (long n = 1; n <= 3; n++) {
                                                        loop.node()
                                                                .publish(
                                                                        "x",
                                                                        Publication.of(
                                                                                TestLoop.payload(
                                                                                        Long
                                                                                                .toString(
                                                                                                        n)),
                                                                                null,
                                                                                n));
                                                    }
                                                    return new Snapshot(null, 1);
                                                }))
                                .now();
        var peer = loop.connect();
        peer.transport.writable = false;
        peer.command("\"subscribe\":{\"channel\":\"x\"}");
        peer.taken();

        peer.transport.writable = true;
        peer.client.onWritable();

        assertThat(peer.taken()).containsExactly("x=2", "x=3");
    }

    @Test
    void globalBudgetClosesTheClientThatHoldsMost() {
        loop.hubLimits = new HubLimits(1 << 20, 8192, 700 + 3 * Lag.OVERHEAD);
        loop.maxQueuedBytes = 10_000;
        var little = loop.connect().subscribe("small");
        var most = loop.connect().subscribe("large").subscribe("small");
        var fine = loop.connect().subscribe("large");
        little.transport.writable = false;
        most.transport.writable = false;
        loop.publish("small", text(100));
        loop.publish("large", text(500));
        assertThat(most.closeCode()).isZero();

        loop.publish("large", text(500));

        assertThat(most.closeCode()).isEqualTo(3008);
        assertThat(most.closeReason()).contains("holds most");
        assertThat(little.closeCode()).isZero();
        assertThat(fine.closeCode()).isZero();
        assertThat(fine.taken()).hasSize(2);
        assertThat(heldBytes()).isEqualTo(107 + Lag.OVERHEAD);
    }

    /// Replies were not counted anywhere: who asked and asked and never read took all the memory.
    @Test
    void clientThatAsksAndDoesNotReadIsClosed() {
        loop.rpc = event -> Answer.accept(new RpcReply(TestLoop.payload(text(300)))).now();
        var peer = loop.connect();
        peer.transport.writable = false;
        var frame = "{\"id\":5,\"rpc\":{}}\n".repeat(100);

        peer.send(frame);

        assertThat(peer.closeCode()).isEqualTo(3008);
        assertThat(peer.taken()).hasSizeLessThan(5);
    }

    @Test
    void oneLargeReplyClosesNobody() {
        loop.rpc = event -> Answer.accept(new RpcReply(TestLoop.payload(text(3000)))).now();
        var peer = loop.connect();
        peer.transport.writable = false;

        peer.command("\"rpc\":{}");
        assertThat(peer.closeCode()).isZero();
        assertThat(peer.taken()).hasSize(1);

        peer.command("\"rpc\":{}");
        assertThat(peer.closeCode()).isEqualTo(3008);
        assertThat(peer.taken()).isEmpty();
    }

    /// What waits for the end of the round says nothing about the peer.
    @Test
    void largeRepliesInOneRoundCloseNobodyWhoTakesThem() {
        loop.rpc = event -> Answer.accept(new RpcReply(TestLoop.payload(text(3000)))).now();
        var peer = loop.connect();
        peer.transport.writable = false;
        peer.transport.onFlush = () -> peer.transport.unsentBytes = 0;

        peer.send("{\"id\":5,\"rpc\":{}}\n".repeat(10));

        assertThat(peer.closeCode()).isZero();
        assertThat(peer.taken()).hasSize(10);
    }

    @Test
    void messagesToAClientThatDoesNotReadAreLimited() {
        var peer = loop.connect();
        peer.transport.writable = false;
        for (int i = 0; i < 100; i++) {
            peer.client.send(TestLoop.payload(text(300)));
        }

        assertThat(peer.closeCode()).isEqualTo(3008);
        assertThat(peer.taken()).hasSizeLessThan(5);
    }

    // ---- fast publishers

    @Test
    void publisherGetsItsOwnPublicationInFrontOfTheReplyOrBehind() {
        var peer = loop.connect().subscribe("x");
        peer.command("\"publish\":{\"channel\":\"x\",\"data\":1}");

        assertThat(peer.taken()).containsExactlyInAnyOrder("x=1", "{\"id\":3,\"publish\":{}}");
    }

    @Test
    void publisherIsNotReadUntilThereIsRoom() {
        loop.hubLimits = new HubLimits(1 << 20, 2, 1 << 20);
        var subscriber = loop.connect().subscribe("x");
        var peer = loop.connect();
        peer.client.onFrame(
                bytes(
                        """
                        {"id":2,"publish":{"channel":"x","data":1}}
                        {"id":3,"publish":{"channel":"x","data":2}}
                        {"id":4,"publish":{"channel":"x","data":3}}
                        {"id":5,"publish":{"channel":"x","data":4}}
                        {"id":6,"publish":{"channel":"x","data":5}}\
                        """),
                0,
                bytes.length);
        assertThat(peer.transport.reading).isFalse();
        assertThat(peer.taken())
                .containsExactly("{\"id\":2,\"publish\":{}}", "{\"id\":3,\"publish\":{}}");

        loop.runTasks();

        assertThat(subscriber.taken()).containsExactly("x=1", "x=2", "x=3", "x=4", "x=5");
        assertThat(peer.taken()).hasSize(3).last().isEqualTo("{\"id\":6,\"publish\":{}}");
        assertThat(peer.transport.reading).isTrue();
    }

    private byte[] bytes = {};

    private byte[] bytes(String frame) {
        bytes = frame.getBytes(UTF_8);
        return bytes;
    }

    /// One flag stood for all that waited: the first one's turn let new commands overtake the
    /// second.
    @Test
    void publicationsThatWaitedAreNotOvertaken() {
        loop.hubLimits = new HubLimits(1 << 20, 1, 1 << 20);
        var answers = new ArrayList<CompletableFuture<Answer<PublishReply>>>();
        loop.publish =
                event -> {
                    if (event.data().text().equals("3")) {
                        return Answer.accept(PublishReply.ok()).now();
                    }
                    var answer = TestLoop.<PublishReply>later();
                    answers.add(answer);
                    return answer;
                };
        loop.handlerConcurrency = 2;
        var subscriber = loop.connect().subscribe("x");
        var peer = loop.connect();
        peer.send(
                """
                {"id":2,"publish":{"channel":"x","data":1}}
                {"id":3,"publish":{"channel":"x","data":2}}
                {"id":4,"publish":{"channel":"x","data":3}}\
                """);
        // Both are allowed while the channel is full; the third has not been read.
        answers.forEach(answer -> answer.complete(Answer.accept(PublishReply.ok())));
        loop.node().publish("x", TestLoop.payload("0"));

        loop.runTasks();

        assertThat(subscriber.taken()).containsExactly("x=0", "x=1", "x=2", "x=3");
    }

    @Test
    void handlerMayPublishSomethingElseSomewhereElse() {
        loop.publish =
                event -> Answer.accept(PublishReply.to("1/x", TestLoop.payload("\"mine\""))).now();
        var peer = loop.connect().subscribe("1/x").subscribe("x");
        peer.command("\"publish\":{\"channel\":\"x\",\"data\":1}");

        assertThat(peer.taken())
                .containsExactlyInAnyOrder("1/x=\"mine\"", "{\"id\":4,\"publish\":{}}");
    }

    @Test
    void handlerMayPublishNothing() {
        loop.publish = event -> Answer.accept(PublishReply.done()).now();
        var peer = loop.connect().subscribe("x");
        peer.command("\"publish\":{\"channel\":\"x\",\"data\":1}");

        assertThat(peer.taken()).containsExactly("{\"id\":3,\"publish\":{}}");
    }
}
