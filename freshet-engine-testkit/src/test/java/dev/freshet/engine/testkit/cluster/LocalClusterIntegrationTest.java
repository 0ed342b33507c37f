package dev.freshet.engine.testkit.cluster;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static dev.freshet.engine.testkit.cluster.OpenCluster.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.NodeInfo;
import dev.freshet.engine.cluster.SurveyReply;
import dev.freshet.engine.cluster.Target;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.testkit.TestClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What three nodes do together.
class LocalClusterIntegrationTest {
    private static final Duration SURVEY = Duration.ofMillis(300);

    private final LocalCluster cluster = new LocalCluster(OpenCluster::options);
    private final LocalNode a = cluster.start("a");
    private final LocalNode b = cluster.start("b");
    private final LocalNode c = cluster.start("c");

    @BeforeEach
    void everybodyKnowsEverybody() {
        for (var node : new LocalNode[] {a, b, c}) {
            eventually(() -> assertThat(known(node)).containsExactlyInAnyOrder("a", "b", "c"));
        }
    }

    private static List<String> known(LocalNode node) {
        return node.engine().node().cluster().nodes().stream().map(NodeInfo::id).toList();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    // ---- publications

    @Test
    void publicationOnOneNodeReachesSubscribersOnAll() {
        try (var onA = a.connect("ann");
                var onB = b.connect("bob")) {
            onA.subscribe("news");
            onB.subscribe("news");

            onB.command("\"publish\":{\"channel\":\"news\",\"data\":1}");

            assertThat(onA.next()).contains("\"data\":1", "\"user\":\"bob\"");
            assertThat(onB.next()).contains("\"data\":1", "\"user\":\"bob\"");
        }
        assertThat(c.broker().count(BrokerOperation.SUBSCRIBE, "news")).isZero();
    }

    @Test
    void historyIsSharedUntilItExpires() {
        a.engine().node().publish("log/x", json("1"));
        b.engine().node().publish("log/x", json("2"));
        try (var onC = c.connect("cat")) {
            var history = "\"history\":{\"channel\":\"log/x\",\"limit\":-1}";
            assertThat(onC.command(history))
                    .contains("\"data\":1,\"offset\":1", "\"data\":2,\"offset\":2");

            cluster.advance(Duration.ofMinutes(11));

            assertThat(onC.command(history)).doesNotContain("\"data\"").contains("\"offset\":2");
        }
    }

    @Test
    void lostPublicationIsNoticedByTheNextOneAndRecovered() {
        try (var onB = b.connect("bob")) {
            onB.subscribe("log/x");
            cluster.firewall().drop("a", "b", message -> message.isPublicationOf("2"));
            for (var each : new String[] {"1", "2", "3"}) {
                a.engine().node().publish("log/x", json(each));
            }

            assertThat(onB.next()).contains("\"data\":1");
            assertThat(onB.next()).contains("\"unsubscribe\"", "\"code\":2500");

            var again =
                    onB.command(
                            "\"subscribe\":{\"channel\":\"log/x\",\"recover\":true,\"offset\":1}");
            assertThat(again).contains("\"recovered\":true", "\"data\":2", "\"data\":3");
            a.engine().node().publish("log/x", json("4"));
            assertThat(onB.next()).contains("\"data\":4");
        }
    }

    // ---- presence

    @Test
    void presenceIsSharedAndOutlivesADeadNodeOnlyUntilItExpires() {
        try (var onA = a.connect("ann");
                var onB = b.connect("bob")) {
            onA.subscribe("room/x");
            onB.subscribe("room/x");
            var presence = "\"presence\":{\"channel\":\"room/x\"}";
            assertThat(onA.command(presence)).contains("\"ann\"", "\"bob\"");

            cluster.kill(b);

            assertThat(onB.awaitClosed().code()).isEqualTo(3001);
            assertThat(onA.command(presence)).contains("\"bob\"");
            cluster.advance(ClusterPresence.EXPIRY);
            assertThat(onA.command(presence)).doesNotContain("\"bob\"");
        }
    }

    @Test
    void joinsAndLeavesAreToldOnAllNodes() {
        try (var onA = a.connect("ann")) {
            onA.subscribe("room/x");
            assertThat(onA.next()).contains("\"join\"", "\"ann\"");

            try (var onB = b.connect("bob")) {
                onB.subscribe("room/x");
                assertThat(onA.next()).contains("\"join\"", "\"bob\"");
            }

            assertThat(onA.next()).contains("\"leave\"", "\"bob\"");
        }
    }

    // ---- what the server does to its clients

    @Test
    void usersAreSubscribedUnsubscribedAndDisconnectedOnAllNodes() {
        try (var onA = a.connect("ann");
                var onB = b.connect("ann");
                var bob = b.connect("bob")) {
            bob.subscribe("news");
            var ann = Target.user("ann");

            c.engine().subscribe(ControlCommand.Subscribe.plain(ann, "news"));
            for (var client : new TestClient[] {onA, onB}) {
                assertThat(client.next()).contains("\"channel\":\"news\"", "\"subscribe\":{}");
            }
            a.engine().node().publish("news", json("1"));
            for (var client : new TestClient[] {onA, onB, bob}) {
                assertThat(client.next()).contains("\"data\":1");
            }

            c.engine().unsubscribe(ann, "news", 2000, "enough");
            for (var client : new TestClient[] {onA, onB}) {
                assertThat(client.next())
                        .contains("\"unsubscribe\":{\"code\":2000,\"reason\":\"enough\"}");
            }

            c.engine().disconnect(ann, Disconnect.FORCED);
            for (var client : new TestClient[] {onA, onB}) {
                assertThat(client.awaitClosed().code()).isEqualTo(3503);
            }
            a.engine().node().publish("news", json("2"));
            assertThat(bob.next()).contains("\"data\":2");
        }
    }

    @Test
    void aLostCommandCostsOnlyTheNodeThatItWasFor() {
        try (var onA = a.connect("ann");
                var onB = b.connect("ann")) {
            cluster.firewall()
                    .drop(
                            "c",
                            "b",
                            message ->
                                    message
                                            instanceof
                                            NodeMessage.Control(ControlCommand.Disconnect command));

            c.engine().disconnect(Target.user("ann"), Disconnect.FORCED);

            assertThat(onA.awaitClosed().code()).isEqualTo(3503);
            assertThat(onB.subscribe("news")).contains("\"subscribe\":{}");
        }
    }

    // ---- surveys and notifications

    @Test
    void aSurveyHasWhoAnsweredAndLacksWhoWasSilent() {
        for (var node : new LocalNode[] {a, b, c}) {
            node.engine()
                    .node()
                    .cluster()
                    .onSurvey(
                            "name",
                            question ->
                                    CompletableFuture.completedStage(
                                            new SurveyReply(0, bytes(node.name()))));
        }
        assertThat(survey(Duration.ofSeconds(10)).keySet())
                .containsExactlyInAnyOrder("a", "b", "c");

        cluster.firewall().isolate("c");

        var answers = survey(SURVEY);
        assertThat(answers.keySet()).containsExactlyInAnyOrder("a", "b");
        assertThat(answers.get("b"))
                .satisfies(reply -> assertThat(reply.data()).isEqualTo(bytes("b")));
        assertThat(a.engine().node().cluster().ask("c", "name", bytes(""), SURVEY))
                .failsWithin(Duration.ofSeconds(10));
    }

    private Map<String, SurveyReply> survey(Duration timeout) {
        return a.engine()
                .node()
                .cluster()
                .survey("name", bytes(""), timeout)
                .toCompletableFuture()
                .join();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void notificationsReachTheProgramOnEveryNode() throws InterruptedException {
        var heard = new LinkedBlockingQueue<String>();
        for (var node : new LocalNode[] {a, b, c}) {
            node.engine()
                    .node()
                    .cluster()
                    .onNotify("reload", (from, data) -> heard.add(node.name() + " from " + from));
        }

        b.engine().node().cluster().notify("reload", bytes(""));

        var all = new TreeSet<String>();
        for (int i = 0; i < 3; i++) {
            all.add(String.valueOf(heard.poll(10, TimeUnit.SECONDS)));
        }
        assertThat(all).containsExactly("a from b", "b from b", "c from b");
    }

    // ---- who is there

    @Test
    void aNodeThatStopsIsForgottenAtOnceAndOneThatStartsIsKnownAtOnce() {
        c.close();

        eventually(() -> assertThat(known(a)).containsExactly("a", "b"));

        try (var d = cluster.start("d")) {
            eventually(() -> assertThat(known(a)).containsExactly("a", "b", "d"));
            eventually(() -> assertThat(known(d)).containsExactly("d", "a", "b"));
        }
    }
}
