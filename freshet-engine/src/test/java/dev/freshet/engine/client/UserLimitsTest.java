package dev.freshet.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What all connections of a user may do together. That the counts are back at zero is looked at
/// when the loop closes.
class UserLimitsTest {
    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private void limit(int connections, int subscriptions) {
        loop.otherLimits =
                loop.otherLimits.toBuilder()
                        .perUser(new UserLimits(connections, subscriptions, RateLimit.NONE))
                        .build();
    }

    private static int subscriptions(Peer peer) {
        var usage = peer.client.usage();
        return usage == null ? 0 : usage.subscriptions();
    }

    // ---- shared identities

    /// All anonymous viewers of a dashboard are the user 0: one too many was turned away for good.
    @Test
    void whoSharesAnIdentityIsNotOneUser() {
        loop.otherLimits =
                loop.otherLimits.toBuilder()
                        .perUser(new UserLimits(1, 1, new RateLimit(1, 0)))
                        .build();
        var shared = Credentials.ofUser("0").asShared();
        var peers =
                IntStream.range(0, 5)
                        .mapToObj(i -> new Peer(loop, shared, false).connect().subscribe("room"))
                        .toList();

        loop.publish("room", "1");
        assertThat(peers).allSatisfy(peer -> assertThat(peer.taken()).containsExactly("room=1"));
        assertThat(loop.connections.ofUser("0")).hasSize(5);
        assertThat(loop.connections.users()).isEqualTo(1);
        peers.get(1).client.onClosed();
        peers.get(0).client.onClosed();
        peers.get(4).client.onClosed();
        assertThat(loop.connections.ofUser("0"))
                .containsExactlyInAnyOrder(peers.get(2).client, peers.get(3).client);
    }

    // ---- connections

    @Test
    void connectionBeyondTheUsersLimitIsClosedAndTheOthersLive() {
        limit(2, 0);
        var first = loop.connectAs("ann");
        var second = loop.connectAs("ann");
        var third = loop.connectAs("ann");
        var bob = loop.connectAs("bob");

        assertThat(third.closeCode()).isEqualTo(3504);
        assertThat(third.closeReason()).contains("a user may have 2 connections");
        assertThat(first.closeCode()).isZero();
        assertThat(second.closeCode()).isZero();
        assertThat(bob.closeCode()).isZero();
        first.client.onClosed();
        assertThat(loop.connectAs("ann").closeCode()).isZero();
    }

    @Test
    void anonymousConnectionsAreNotAddedUp() {
        limit(1, 1);
        for (int i = 0; i < 5; i++) {
            var peer = loop.connectAs("");
            peer.subscribe("room", "");
            assertThat(peer.taken()).containsExactly("{\"id\":2,\"subscribe\":{}}");
        }
        assertThat(loop.connections.clients()).isEqualTo(5);
    }

    @Test
    void refusedConnectionLeavesNothingOfItsServersSubscriptions() {
        limit(1, 0);
        loop.connectAs("ann");
        loop.handlers.connect(event ->
                Answer.accept(
                                ConnectReply.ok()
                                        .withSubscriptions(
                                                Map.of(
                                                        "a",
                                                        SubscribeReply.ok(),
                                                        "b",
                                                        SubscribeReply.ok())))
                        .now());

        var second = loop.connectAs("ann");

        assertThat(second.closeCode()).isEqualTo(3504);
        assertThat(loop.node().hub().channelCount()).isZero();
    }

    /// The number was read after others could have come, so that two that came at once were both
    /// closed for the one place that was left.
    @Test
    void whoCameEarlierIsNotCountedAgainstByWhoCameLater() {
        var first = loop.open().client;
        var second = loop.open().client;
        var connections = new ConnectionCount();
        var countOfFirst = connections.add(first, RateLimit.NONE, 0);
        var countOfSecond = connections.add(second, RateLimit.NONE, 0);

        assertThat(countOfFirst.ofUser()).isEqualTo(1);
        assertThat(countOfFirst.ofAll()).isEqualTo(1);
        assertThat(countOfSecond.ofUser()).isEqualTo(2);
        assertThat(countOfSecond.ofAll()).isEqualTo(2);
    }

    // ---- subscriptions

    @Test
    void subscriptionsOfAllConnectionsAreAddedUp() {
        limit(0, 3);
        var first = loop.connectAs("ann").subscribe("a").subscribe("b");
        var second = loop.connectAs("ann").subscribe("a");
        second.subscribe("b", "");
        assertThat(second.taken())
                .singleElement()
                .asString()
                .contains("\"code\":106", "all connections of this user have 3 subscriptions");
        assertThat(subscriptions(first)).isEqualTo(3);

        first.unsubscribe("a");
        second.subscribe("b", "");

        assertThat(second.taken()).containsExactly("{\"id\":4,\"subscribe\":{}}");
    }

    @Test
    void endOfAConnectionGivesBackItsSubscriptions() {
        limit(0, 2);
        var first = loop.connectAs("ann").subscribe("a").subscribe("b");
        var second = loop.connectAs("ann");

        first.client.onClosed();
        second.subscribe("a", "");

        assertThat(second.taken()).containsExactly("{\"id\":2,\"subscribe\":{}}");
        assertThat(subscriptions(second)).isEqualTo(1);
    }

    @Test
    void refusedSubscribesCountOnlyWhileTheyAreDecided() {
        limit(0, 1);
        var answer = TestLoop.<SubscribeReply>later();
        loop.subscribe = event -> answer;
        var peer = loop.connectAs("ann");
        peer.subscribe("a", "");
        assertThat(subscriptions(peer)).isEqualTo(1);

        answer.complete(Answer.refuse(ErrorReply.PERMISSION_DENIED));
        loop.runTasks();

        assertThat(subscriptions(peer)).isZero();
    }

    /// Of subscribes that came at the same time on several event loops each used to find the last
    /// place free. Two loops reach for it in the same moment, round after round.
    @Test
    void lastPlaceIsNotGivenAwayTwice() throws Exception {
        var users = Stream.generate(() -> new UserUsage(RateLimit.NONE, 0)).limit(2000).toList();
        var arrived = new AtomicInteger();
        Callable<Integer> eventLoop =
                () -> {
                    int taken = 0;
                    for (int round = 0; round < users.size(); round++) {
                        arrived.incrementAndGet();
                        while (arrived.get() < 2 * (round + 1)) {
                            Thread.onSpinWait();
                        }
                        taken += users.get(round).takeSubscription(1) ? 1 : 0;
                    }
                    return taken;
                };
        int taken = 0;
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var loopIsThrough : threads.invokeAll(Collections.nCopies(2, eventLoop))) {
                taken += loopIsThrough.get();
            }
        }

        assertThat(taken).isEqualTo(users.size());
        assertThat(users).allMatch(usage -> usage.subscriptions() == 1);
    }

    @Test
    void placeThatIsGivenBackIsFree() {
        var usage = new UserUsage(RateLimit.NONE, 0);
        assertThat(usage.takeSubscription(1)).isTrue();
        assertThat(usage.takeSubscription(1)).isFalse();
        usage.giveBackSubscription();

        assertThat(usage.takeSubscription(1)).isTrue();
    }

    /// Both ask for the last place before anybody is answered.
    @Test
    void lastPlaceIsTakenWhileItIsDecided() {
        limit(0, 1);
        var answers = new ArrayDeque<CompletableFuture<Answer<SubscribeReply>>>();
        loop.subscribe =
                event -> {
                    answers.addLast(TestLoop.later());
                    return answers.getLast();
                };
        var first = loop.connectAs("ann");
        var second = loop.connectAs("ann");
        first.subscribe("a", "");
        second.subscribe("a", "");

        assertThat(answers).hasSize(1);
        assertThat(second.taken()).singleElement().asString().contains("\"code\":106");
        answers.removeFirst().complete(Answer.accept(SubscribeReply.ok()));
        loop.runTasks();
        assertThat(subscriptions(first)).isEqualTo(1);
    }

    /// In whatever way a subscribe fails, the place is free again.
    @ParameterizedTest
    @ValueSource(strings = {"refused", "failed", "thrown", "expired", "closed", "disconnected"})
    void placeOfASubscribeThatComesToNothingIsGivenBack(String how) {
        limit(0, 1);
        var later = TestLoop.<SubscribeReply>later();
        loop.subscribe =
                event ->
                        switch (how) {
                            case "refused" ->
                                    Answer.<SubscribeReply>refuse(ErrorReply.PERMISSION_DENIED)
                                            .now();
                            case "failed" ->
                                    CompletableFuture.failedFuture(
                                            new IllegalStateException("secret"));
                            case "thrown" -> throw new IllegalStateException("secret");
                            case "expired" ->
                                    Answer.accept(
                                                    SubscribeReply.ok()
                                                            .withExpiry(
                                                                    Expiry.refreshedByClient(
                                                                            TestLoop.START)))
                                            .now();
                            case "disconnected" ->
                                    Answer.<SubscribeReply>disconnect(Disconnect.FORCED).now();
                            default -> later;
                        };
        var peer = loop.connectAs("ann");
        peer.subscribe("a", "");
        if (how.equals("closed")) {
            peer.client.onClosed();
            later.complete(Answer.accept(SubscribeReply.ok()));
            loop.runTasks();
        }

        assertThat(subscriptions(peer)).isZero();
        loop.handlers.subscribe(event -> Answer.accept(SubscribeReply.ok()).now());
        var next = loop.connectAs("ann");
        next.subscribe("a", "");
        assertThat(next.taken()).containsExactly("{\"id\":2,\"subscribe\":{}}");
    }

    /// They were counted when they ended, but not when they were made: the count fell below zero
    /// with every connection, and the limit with it.
    @Test
    void serversSubscriptionsOfTheConnectReplyAreCounted() {
        limit(0, 3);
        loop.connect =
                event ->
                        Answer.accept(
                                        ConnectReply.ok()
                                                .withSubscriptions(
                                                        Map.of(
                                                                "a",
                                                                SubscribeReply.ok(),
                                                                "b",
                                                                SubscribeReply.ok())))
                                .now();
        var peer = loop.connectAs("ann");
        assertThat(subscriptions(peer)).isEqualTo(2);

        peer.client.unsubscribe("a", 2000, "");
        peer.client.subscribe("c", SubscribeReply.ok(), null);
        peer.client.subscribe("d", SubscribeReply.ok(), null);

        assertThat(subscriptions(peer)).isEqualTo(3);
        loop.connectAs("ann").client.onClosed();
        assertThat(subscriptions(peer)).isEqualTo(3);
    }
}
