package dev.freshet.engine.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSubscriptionsTest {
    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private static CompletableFuture<Answer<SubscribeReply>> asynchronous(TestLoop loop) {
        var answer = TestLoop.<SubscribeReply>later();
        loop.subscribe = event -> answer;
        return answer;
    }

    private static Answer<SubscribeReply> yes() {
        return Answer.accept(SubscribeReply.ok());
    }

    private void nothingIsLeft() {
        assertThat(loop.node().hub().channelCount()).isZero();
        assertThat(loop.metrics.subscriptions()).hasValue(0);
    }

    @Test
    void subscriberGetsPublicationsUntilItUnsubscribes() {
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"room\"}");
        loop.publish("room", "1");
        peer.command("\"unsubscribe\":{\"channel\":\"room\"}");
        loop.publish("room", "2");

        assertThat(peer.taken())
                .containsExactly(
                        "{\"id\":2,\"subscribe\":{}}", "room=1", "{\"id\":3,\"unsubscribe\":{}}");
        assertThat(loop.unsubscribed).containsExactly(new UnsubscribeEvent(peer.client, "room", 0));
        nothingIsLeft();
    }

    @Test
    void unsubscribeFromAnythingSucceeds() {
        var peer = loop.connect();
        peer.command("\"unsubscribe\":{\"channel\":\"never\"}");

        assertThat(peer.taken()).containsExactly("{\"id\":2,\"unsubscribe\":{}}");
        assertThat(loop.unsubscribed).isEmpty();
    }

    @Test
    void handlersChannelIsSubscribedUnderTheClientsName() {
        loop.subscribe =
                event ->
                        Answer.accept(
                                        SubscribeReply.ok()
                                                .withChannel(
                                                        "1/"
                                                                + event.channel()
                                                                        .replace("default/", "")))
                                .now();
        var peer = loop.connect().subscribe("default/a").subscribe("a");
        loop.publish("1/a", "1");

        assertThat(peer.taken()).containsExactlyInAnyOrder("default/a=1", "a=1");
        assertThat(loop.node().hub().channels()).containsExactly("1/a");
        peer.client.onClosed();
        assertThat(loop.unsubscribed)
                .containsExactlyInAnyOrder(
                        new UnsubscribeEvent(peer.client, "1/a", 1),
                        new UnsubscribeEvent(peer.client, "1/a", 1));
        nothingIsLeft();
    }

    @Test
    void sameNameASecondTimeIsRefused() {
        var peer = loop.connect().subscribe("room");
        peer.command("\"subscribe\":{\"channel\":\"room\"}");

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains("\"code\":105", "already subscribed");
        loop.publish("room", "1");
        assertThat(peer.taken()).containsExactly("room=1");
    }

    @Test
    void refusedSubscribeLeavesNothingBehind() {
        loop.subscribe = event -> Answer.<SubscribeReply>refuse(ErrorReply.PERMISSION_DENIED).now();
        var peer = loop.connect();
        for (int i = 0; i < 2; i++) {
            peer.command("\"subscribe\":{\"channel\":\"room\"}");
        }

        assertThat(peer.taken()).hasSize(2).allMatch(line -> line.contains("\"code\":103"));
        nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ж", "😀"})
    void channelLengthCountsBytes(String character) {
        int bytes = character.getBytes(UTF_8).length;
        var longest = character.repeat(255 / bytes) + "x".repeat(255 % bytes);
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"" + longest + "\"}");
        assertThat(peer.taken()).containsExactly("{\"id\":2,\"subscribe\":{}}");

        peer.command("\"subscribe\":{\"channel\":\"" + longest + "x\"}");

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains(
                        "\"code\":107", "bad request: the channel name has 256 bytes; at most 255");
    }

    @Test
    void hundredAndTwentyNinthSubscriptionIsRefusedUntilOneEnds() {
        var peer = loop.connect();
        for (int i = 0; i < 128; i++) {
            peer.subscribe("c" + i);
        }
        peer.command("\"subscribe\":{\"channel\":\"c128\"}");
        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains("\"code\":106", "limit exceeded");

        peer.command("\"unsubscribe\":{\"channel\":\"c64\"}");
        peer.command("\"subscribe\":{\"channel\":\"c128\"}");

        assertThat(peer.taken()).hasSize(2).allMatch(line -> !line.contains("error"));
        assertThat(loop.metrics.subscriptions()).hasValue(128);
        peer.client.onClosed();
        nothingIsLeft();
    }

    // ---- in flight

    @Test
    void subscribeInFlightIsReservedAndDeliversNothing() {
        var answer = asynchronous(loop);
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"room\"}");
        peer.command("\"subscribe\":{\"channel\":\"room\"}");
        loop.publish("room", "1");
        assertThat(peer.taken()).singleElement().asString().contains("\"id\":3", "\"code\":105");

        answer.complete(yes());
        loop.runTasks();
        loop.publish("room", "2");

        assertThat(peer.taken()).containsExactly("{\"id\":2,\"subscribe\":{}}", "room=2");
    }

    @Test
    void unsubscribeWaitsForTheSubscribeInFlight() {
        var answer = asynchronous(loop);
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"room\"}");
        peer.command("\"unsubscribe\":{\"channel\":\"room\"}");
        peer.command("\"unsubscribe\":{\"channel\":\"room\"}");
        assertThat(peer.taken()).isEmpty();

        answer.complete(yes());
        loop.runTasks();

        assertThat(peer.taken())
                .containsExactly(
                        "{\"id\":2,\"subscribe\":{}}",
                        "{\"id\":3,\"unsubscribe\":{}}",
                        "{\"id\":4,\"unsubscribe\":{}}");
        assertThat(loop.unsubscribed).hasSize(1);
        nothingIsLeft();
        loop.advance(Duration.ofSeconds(6));
        assertThat(peer.closeCode()).isZero();
    }

    @Test
    void unsubscribeWaitsAlsoForARefusal() {
        var answer = asynchronous(loop);
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"room\"}");
        peer.command("\"unsubscribe\":{\"channel\":\"room\"}");

        answer.complete(Answer.refuse(ErrorReply.PERMISSION_DENIED));
        loop.runTasks();

        assertThat(peer.taken()).hasSize(2).last().isEqualTo("{\"id\":3,\"unsubscribe\":{}}");
        assertThat(loop.unsubscribed).isEmpty();
    }

    /// It was lost, and the client stayed subscribed.
    @Test
    void unsubscribeByTheServerWaitsForTheSubscribeInFlight() {
        var answer = asynchronous(loop);
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"room\"}");
        peer.client.unsubscribe("room", 2000, "enough");
        assertThat(peer.taken()).isEmpty();

        answer.complete(yes());
        loop.runTasks();

        assertThat(peer.taken())
                .hasSize(2)
                .startsWith("{\"id\":2,\"subscribe\":{}}")
                .last()
                .asString()
                .contains("2000", "enough");
        nothingIsLeft();
    }

    /// They were counted when they ended, but not when they were made.
    @Test
    void subscriptionsOfTheConnectReplyCountForTheirUser() {
        loop.otherLimits =
                ClientLimits.defaults().toBuilder()
                        .perUser(new UserLimits(0, 2, RateLimit.NONE))
                        .build();
        loop.connect =
                event ->
                        Answer.accept(
                                        ConnectReply.as(Credentials.ofUser("u1"))
                                                .withSubscriptions(
                                                        Map.of("own", SubscribeReply.ok())))
                                .now();
        var peer = loop.connect();
        loop.connect().client.onClosed();

        peer.command("\"subscribe\":{\"channel\":\"one\"}");
        peer.command("\"subscribe\":{\"channel\":\"two\"}");

        assertThat(peer.taken())
                .hasSize(2)
                .startsWith("{\"id\":2,\"subscribe\":{}}")
                .last()
                .asString()
                .contains("\"code\":106");
    }

    @Test
    void unsubscribeWaitsFiveSecondsAtMost() {
        asynchronous(loop);
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"room\"}");
        peer.command("\"unsubscribe\":{\"channel\":\"room\"}");

        loop.advance(Duration.ofMillis(4999));
        assertThat(peer.closeCode()).isZero();
        loop.advance(Duration.ofMillis(1));

        assertThat(peer.closeCode()).isEqualTo(3004);
    }

    /// They were not counted: a client could leave any number of them, each with its timer.
    @Test
    void unsubscribesThatWaitCountAsHandlersAtWork() {
        asynchronous(loop);
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"room\"}");
        for (int i = 0; i < 11; i++) {
            assertThat(peer.transport.reading).isTrue();
            peer.command("\"unsubscribe\":{\"channel\":\"room\"}");
        }

        assertThat(peer.transport.reading).isFalse();
    }

    @Test
    void closeDuringASubscribeInFlightLeavesNothing() {
        var answer = asynchronous(loop);
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"room\"}");
        peer.command("\"unsubscribe\":{\"channel\":\"room\"}");

        peer.client.onClosed();
        answer.complete(yes());
        loop.advance(Duration.ofSeconds(6));

        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isZero();
        assertThat(loop.unsubscribed).isEmpty();
        nothingIsLeft();
    }

    @Test
    void disconnectAsAnAnswerLeavesNothing() {
        loop.subscribe =
                event -> Answer.<SubscribeReply>disconnect(new Disconnect(4002, "no")).now();
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"room\"}");

        assertThat(peer.closeCode()).isEqualTo(4002);
        nothingIsLeft();
    }

    // ---- snapshots

    @Test
    void snapshotIsTakenAfterJoiningAndComesWithTheReply() {
        var members = new ArrayList<Integer>();
        loop.subscribe =
                event ->
                        Answer.accept(
                                        SubscribeReply.ok()
                                                .withSnapshot(recovered -> {
                                                    members.add(
                                                            loop.node()
                                                                    .hub()
                                                                    .subscriberCount("room"));
                                                    // Published between joining and the snapshot.
                                                    loop.node().publish("room", numbered(7));
                                                    return new Snapshot(
                                                            TestLoop.payload("\"upto 7\""), 7);
                                                }))
                                .now();
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"room\"}");
        loop.node().publish("room", numbered(8));
        loop.node().publish("room", numbered(9));
        loop.runTasks();
        loop.node().publish("room", numbered(10));
        loop.runTasks();

        assertThat(members).containsExactly(1);
        assertThat(peer.taken())
                .containsExactly(
                        "{\"id\":2,\"subscribe\":{\"data\":\"upto 7\"}}",
                        "room=8",
                        "room=9",
                        "room=10");
    }

    @Test
    void restOfABatchIsSentOneByOneToWhoHasItsBeginning() {
        loop.subscribe =
                event ->
                        Answer.accept(
                                        SubscribeReply.ok()
                                                .withSnapshot(recovered -> {
                                                    loop.node().publish("room", numbered(1));
                                                    loop.node().publish("room", numbered(2));
                                                    loop.node().publish("room", numbered(3));
                                                    return new Snapshot(null, 2);
                                                }))
                                .now();
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"room\"}");

        assertThat(peer.taken()).containsExactly("{\"id\":2,\"subscribe\":{}}", "room=3");
    }

    private static Publication numbered(long number) {
        return Publication.of(TestLoop.payload(Long.toString(number)), null, number);
    }

    @Test
    void dataWithoutASnapshotSkipsNothing() {
        loop.subscribe =
                event -> Answer.accept(SubscribeReply.ok().withData(TestLoop.payload("[1]"))).now();
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"room\",\"recover\":true}");
        loop.node().publish("room", numbered(1));
        loop.runTasks();

        assertThat(peer.taken())
                .containsExactly(
                        "{\"id\":2,\"subscribe\":{\"data\":[1],\"was_recovering\":true}}",
                        "room=1");
    }

    /// The subscription used to stay, without a reply, and an asynchronous one kept the connection
    /// from being read ever again.
    @Test
    void snapshotThatFailsIsAnInternalErrorAndNoSubscription() {
        var answer = asynchronous(loop);
        var peer = loop.connect();
        peer.command("\"subscribe\":{\"channel\":\"room\"}");
        answer.complete(
                Answer.accept(
                        SubscribeReply.ok()
                                .withSnapshot(recovered -> {
                                    throw new IllegalStateException("secret");
                                })));
        loop.runTasks();

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .startsWith("{\"id\":2,\"error\":{\"code\":100,")
                .doesNotContain("secret");
        assertThat(peer.transport.reading).isTrue();
        nothingIsLeft();
        loop.publish("room", "1");
        assertThat(peer.taken()).isEmpty();
    }

    // ---- from the server's side

    @Test
    void serverEndsASubscriptionWithAPush() {
        var peer = loop.connect().subscribe("room");

        peer.client.unsubscribe("room", 2500, "insufficient state");
        peer.client.unsubscribe("never", 2500, "insufficient state");
        loop.publish("room", "1");

        assertThat(peer.taken())
                .containsExactly(
                        "{\"push\":{\"channel\":\"room\",\"unsubscribe\":{\"code\":2500,\"reason\":\"insufficient"
                            + " state\"}}}");
        assertThat(loop.unsubscribed)
                .containsExactly(new UnsubscribeEvent(peer.client, "room", 2500));
        assertThat(loop.metrics.unsubscribes().values()).containsEntry("2500", 1L);
        nothingIsLeft();
    }

    @Test
    void openSubscriptionsAreVisitedAndMayBeEnded() {
        var peer = loop.connect();
        for (int i = 0; i < 20; i++) {
            peer.subscribe("c" + i);
        }
        loop.subscribe = event -> TestLoop.later();
        var visited = new ArrayList<String>();

        peer.client.forEachSubscription(subscription -> {
            visited.add(subscription.channel());
            peer.client.unsubscribe(subscription.spelling(), 2000, "");
        });

        assertThat(visited).hasSize(20).doesNotHaveDuplicates();
        nothingIsLeft();
    }

    @Test
    void messagesReachConnectedClientsOnly() {
        var open = loop.open();
        var peer = loop.connect();
        open.client.send(TestLoop.payload("1"));
        peer.client.send(TestLoop.payload("2"));
        peer.client.onClosed();
        peer.client.send(TestLoop.payload("3"));

        assertThat(open.taken()).isEmpty();
        assertThat(peer.taken()).containsExactly("{\"push\":{\"message\":{\"data\":2}}}");
    }

    @Test
    void thousandSubscribesAndUnsubscribesLeaveNothing() {
        var peers = List.of(loop.connect(), loop.connect(), loop.connect());
        for (int i = 0; i < 1000; i++) {
            for (var peer : peers) {
                peer.subscribe("c" + i % 17);
                if (i % 3 == 0) {
                    loop.publish("c" + i % 17, "1");
                }
                peer.command("\"unsubscribe\":{\"channel\":\"c" + i % 17 + "\"}");
            }
        }

        nothingIsLeft();
        assertThat(loop.node().hub().loops().getFirst().heldBytes()).isZero();
    }
}
