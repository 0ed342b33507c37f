package dev.freshet.engine.testkit.cluster;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static dev.freshet.engine.testkit.cluster.OpenCluster.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.Target;
import dev.freshet.engine.testkit.TestClient;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A node whose broker fails or is slow.
class FlakyBrokerIntegrationTest {
    private final LocalCluster cluster = new LocalCluster(OpenCluster::options);
    private final LocalNode a = cluster.start("a");
    private final LocalNode b = cluster.start("b");

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static CompletableFuture<String> subscribing(TestClient client, String channel) {
        return CompletableFuture.supplyAsync(
                () -> client.subscribe(channel), task -> Thread.ofVirtual().start(task));
    }

    private static void awaitCall(LocalNode node, BrokerOperation operation, String channel) {
        eventually(() -> assertThat(node.broker().count(operation, channel)).isEqualTo(1));
    }

    private static void nothingIsLeft(LocalNode node) {
        eventually(() -> {
            assertThat(node.engine().node().hub().channelCount()).isZero();
            assertThat(node.engine().metrics().subscriptions()).hasValue(0);
        });
    }

    // ---- failure

    @Test
    void whoCannotBeSubscribedIsClosedWith3004AndMayTryAgain() {
        b.broker().fail(BrokerOperation.SUBSCRIBE);
        try (var client = b.connect("bob")) {
            client.send("{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}");

            assertThat(client.awaitClosed().code()).isEqualTo(3004);
        }
        nothingIsLeft(b);

        b.broker().release(BrokerOperation.SUBSCRIBE);

        try (var client = b.connect("bob")) {
            assertThat(client.subscribe("news")).contains("\"subscribe\":{}");
            a.engine().node().publish("news", json("1"));
            assertThat(client.next()).contains("\"data\":1");
        }
    }

    @Test
    void whoCannotBeGivenItsPlaceIsClosedWith3004() {
        b.broker().fail(BrokerOperation.HISTORY);
        try (var client = b.connect("bob")) {
            client.send("{\"id\":2,\"subscribe\":{\"channel\":\"log/x\"}}");

            assertThat(client.awaitClosed().code()).isEqualTo(3004);
        }
        nothingIsLeft(b);
    }

    @Test
    void aPublicationThatFailsIsRefusedAndTheConnectionStays() {
        b.broker().fail(BrokerOperation.PUBLISH);
        try (var client = b.connect("bob")) {
            assertThat(client.command("\"publish\":{\"channel\":\"news\",\"data\":1}"))
                    .contains("\"code\":100", "internal server error");

            b.broker().release(BrokerOperation.PUBLISH);

            assertThat(client.command("\"publish\":{\"channel\":\"news\",\"data\":1}"))
                    .contains("\"publish\":{}");
        }
    }

    // ---- delay

    @Test
    void whatIsPublishedWhileASubscribeWaitsFollowsItsReply() {
        b.broker().hold(BrokerOperation.HISTORY);
        try (var client = b.connect("bob")) {
            var reply = subscribing(client, "log/x");
            awaitCall(b, BrokerOperation.HISTORY, "log/x");
            a.engine().node().publish("log/x", json("1"));

            b.broker().release(BrokerOperation.HISTORY);

            assertThat(reply.join()).contains("\"offset\":1");
            a.engine().node().publish("log/x", json("2"));
            assertThat(client.next()).contains("\"data\":2", "\"offset\":2");
        }
    }

    @Test
    void secondSubscriberWaitsForTheAnswerThatTheFirstWaitsFor() {
        b.broker().hold(BrokerOperation.SUBSCRIBE);
        try (var first = b.connect("bob");
                var second = b.connect("ben")) {
            var replies =
                    new CompletableFuture<?>[] {
                        subscribing(first, "news"), subscribing(second, "news")
                    };
            eventually(
                    () -> assertThat(b.engine().node().hub().subscriberCount("news")).isEqualTo(2));
            assertThat(replies).noneMatch(CompletableFuture::isDone);

            b.broker().release(BrokerOperation.SUBSCRIBE);

            CompletableFuture.allOf(replies).join();
            assertThat(b.broker().count(BrokerOperation.SUBSCRIBE, "news")).isEqualTo(1);
            a.engine().node().publish("news", json("1"));
            assertThat(first.next()).contains("\"data\":1");
            assertThat(second.next()).contains("\"data\":1");
        }
    }

    @Test
    void aConnectionThatEndsWhileItsSubscribeWaitsLeavesNothing() {
        b.broker().hold(BrokerOperation.SUBSCRIBE);
        try (var client = b.connect("bob")) {
            client.send("{\"id\":2,\"subscribe\":{\"channel\":\"room/x\"}}");
            awaitCall(b, BrokerOperation.SUBSCRIBE, "room/x");
        }
        nothingIsLeft(b);

        b.broker().release(BrokerOperation.SUBSCRIBE);

        awaitCall(b, BrokerOperation.UNSUBSCRIBE, "room/x");
        try (var client = b.connect("bob")) {
            client.subscribe("room/x");
            a.engine().node().publish("room/x", json("1"));
            assertThat(client.next()).contains("\"join\"");
            assertThat(client.next()).contains("\"data\":1");
        }
    }

    @Test
    void unsubscribeByTheServerWaitsForTheSubscribeInFlight() {
        b.broker().hold(BrokerOperation.SUBSCRIBE);
        try (var client = b.connect("bob")) {
            a.engine().subscribe(ControlCommand.Subscribe.plain(Target.user("bob"), "news"));
            awaitCall(b, BrokerOperation.SUBSCRIBE, "news");
            a.engine().unsubscribe(Target.user("bob"), "news", 2000, "enough");

            b.broker().release(BrokerOperation.SUBSCRIBE);

            assertThat(client.next()).contains("\"subscribe\":{}");
            assertThat(client.next()).contains("\"unsubscribe\"", "\"code\":2000");
        }
    }

    // ---- the last subscriber

    @Test
    void aChannelIsUnsubscribedAtTheBrokerLaterAndOnlyIfStillNobodyIsThere() {
        try (var client = b.connect("bob")) {
            client.subscribe("news");
            client.command("\"unsubscribe\":{\"channel\":\"news\"}");
            client.subscribe("news");
            client.subscribe("other");
            client.command("\"unsubscribe\":{\"channel\":\"other\"}");

            awaitCall(b, BrokerOperation.UNSUBSCRIBE, "other");

            assertThat(b.broker().count(BrokerOperation.SUBSCRIBE, "news")).isEqualTo(1);
            assertThat(b.broker().count(BrokerOperation.UNSUBSCRIBE, "news")).isZero();
            a.engine().node().publish("news", json("1"));
            assertThat(client.next()).contains("\"data\":1");
        }
    }
}
