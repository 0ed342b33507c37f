package dev.freshet.engine.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.SurveyReply;
import dev.freshet.engine.cluster.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Commands of the cluster for the clients of this node.
class ClientControlTest {
    private final TestLoop loop = new TestLoop();

    @BeforeEach
    void control() {
        loop.pongTimeout = Duration.ZERO;
        loop.node()
                .cluster()
                .onClientCommand(new ClientControl(List.of(loop.clients()), loop.connections));
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private void send(ControlCommand command) {
        loop.node().cluster().send(command);
        loop.runTasks();
    }

    private void disconnect(Target target, Peer... spared) {
        var ids = Stream.of(spared).map(peer -> peer.client.id()).toList();
        send(new ControlCommand.Disconnect(target, 3503, "force disconnect", Set.copyOf(ids)));
    }

    private static List<Integer> closeCodes(Peer... peers) {
        return Stream.of(peers).map(Peer::closeCode).toList();
    }

    // ---- failures

    @Test
    void failureWithOneClientCostsThatOneAndNothingIsLeftOfIt() {
        var ann = loop.connectAs("ann");
        var annToo = loop.connectAs("ann");
        var plain = loop.optionsOf;
        loop.optionsOf =
                channel -> {
                    loop.optionsOf = plain;
                    throw new IllegalStateException("the program's table is broken");
                };
        send(ControlCommand.Subscribe.plain(Target.user("ann"), "news"));

        assertThat(closeCodes(ann, annToo)).containsExactlyInAnyOrder(3004, 0);
        loop.publish("news", "1");
        var other = ann.closeCode() == 0 ? ann : annToo;
        assertThat(other.taken()).endsWith("news=1");
    }

    @Test
    void failureOfWhatAProgramSubscribesClosesTheClient() {
        var ann = loop.connectAs("ann");
        loop.optionsOf =
                channel -> {
                    throw new IllegalStateException("the program's table is broken");
                };
        ann.client.subscribe("news", SubscribeReply.ok(), null);

        assertThat(ann.closeCode()).isEqualTo(3004);
    }

    // ---- whose

    @Test
    void allConnectionsOfAUserAreMeantAndNobodyElses() {
        var ann = loop.connectAs("ann");
        var annToo = loop.connectAs("ann");
        var bob = loop.connectAs("bob");
        disconnect(Target.user("ann"));

        assertThat(closeCodes(ann, annToo, bob)).containsExactly(3503, 3503, 0);
        assertThat(ann.closeReason()).isEqualTo("force disconnect");
    }

    @Test
    void onlyUsersOfTheNamedRealmAreMeant() {
        var org1 = new Peer(loop, Credentials.ofUser("7").in("1"), false).connect();
        var org2 = new Peer(loop, Credentials.ofUser("7").in("2"), false).connect();
        var unknown = loop.open();
        disconnect(Target.user("7").within("2"));
        disconnect(Target.client(org1.client.id()).within("2"));
        disconnect(Target.client(unknown.client.id()).within("2"));

        assertThat(closeCodes(org1, org2, unknown)).containsExactly(0, 3503, 0);
    }

    @Test
    void oneConnectionIsMeantByItsId() {
        var ann = loop.connectAs("ann");
        var annToo = loop.connectAs("ann");
        disconnect(Target.client(annToo.client.id()));

        assertThat(closeCodes(ann, annToo)).containsExactly(0, 3503);
    }

    @Test
    void userAndIdHaveToFitBoth() {
        var ann = loop.connectAs("ann");
        disconnect(new Target("bob", ann.client.id(), null));
        assertThat(ann.closeCode()).isZero();

        disconnect(new Target("ann", ann.client.id(), null));

        assertThat(ann.closeCode()).isEqualTo(3503);
    }

    @Test
    void oneConnectionIsMeantByItsSession() {
        var ann = loop.connectAs("ann");
        var bob = loop.connectAs("bob");
        bob.transport.session = "s-1";
        disconnect(Target.session("s-1"));

        assertThat(closeCodes(ann, bob)).containsExactly(0, 3503);
    }

    @Test
    void noSessionIsNobodys() {
        var ann = loop.connectAs("ann");
        disconnect(Target.session(""));

        assertThat(ann.closeCode()).isZero();
    }

    @Test
    void emptyUserMeansAnonymousConnectionsOnly() {
        var nobody = loop.connectAs("");
        var ann = loop.connectAs("ann");
        disconnect(Target.user(""));

        assertThat(closeCodes(nobody, ann)).containsExactly(3503, 0);
    }

    @Test
    void sparedClientsStay() {
        var first = loop.connectAs("ann");
        var second = loop.connectAs("ann");
        var third = loop.connectAs("ann");
        disconnect(Target.user("ann"), second);

        assertThat(closeCodes(first, second, third)).containsExactly(3503, 0, 3503);
    }

    @Test
    void commandThatComesBehindTheEndDoesNothing() {
        var ann = loop.connectAs("ann");
        loop.node()
                .cluster()
                .send(new ControlCommand.Unsubscribe(Target.user("ann"), "room", 2000, ""));
        ann.client.onClosed();
        loop.runTasks();

        assertThat(ann.taken()).isEmpty();
    }

    // ---- what

    @Test
    void usersConnectionsAreSubscribedAndUnsubscribed() {
        var ann = loop.connectAs("ann");
        var bob = loop.connectAs("bob");
        send(ControlCommand.Subscribe.plain(Target.user("ann"), "room"));
        loop.publish("room", "1");
        send(new ControlCommand.Unsubscribe(Target.user("ann"), "room", 2000, "bye"));
        loop.publish("room", "2");

        assertThat(ann.taken())
                .containsExactly(
                        "{\"push\":{\"channel\":\"room\",\"subscribe\":{}}}",
                        "room=1",
                        "{\"push\":{\"channel\":\"room\",\"unsubscribe\":{\"code\":2000,"
                                + "\"reason\":\"bye\"}}}");
        assertThat(bob.taken()).isEmpty();
    }

    @Test
    void subscribeHasOptionsInfoDataAndAnExpiry() {
        var ann = loop.connectAs("ann");
        var options = ChannelOptions.builder().recovery(Recovery.STREAM).presence(true).build();
        send(
                new ControlCommand.Subscribe(
                        Target.user("ann"),
                        "room",
                        options,
                        TestLoop.payload("{\"role\":1}"),
                        TestLoop.payload("{\"hello\":1}"),
                        TestLoop.START.plusSeconds(10),
                        null));
        assertThat(ann.taken())
                .singleElement()
                .asString()
                .contains("\"recoverable\":true", "\"data\":{\"hello\":1}");
        assertThat(loop.presence.presence("room").toCompletableFuture().join().values())
                .singleElement()
                .satisfies(info ->
                        assertThat(info.chanInfo()).isEqualTo(TestLoop.payload("{\"role\":1}")));

        for (int second = 0; second < 70; second++) {
            loop.advance(Duration.ofSeconds(1));
        }

        assertThat(ann.closeCode()).isEqualTo(3006);
    }

    @Test
    void whoIsSubscribedWithoutDataGetsTheChannelsState() {
        loop.handlers.snapshots(channel ->
                channel.equals("room")
                        ? recovered -> new Snapshot(TestLoop.payload("{\"state\":1}"), 0)
                        : null);
        var ann = loop.connectAs("ann");
        send(ControlCommand.Subscribe.plain(Target.user("ann"), "room"));
        send(ControlCommand.Subscribe.plain(Target.user("ann"), "hall"));

        assertThat(ann.taken())
                .containsExactly(
                        "{\"push\":{\"channel\":\"room\",\"subscribe\":{\"data\":{\"state\":1}}}}",
                        "{\"push\":{\"channel\":\"hall\",\"subscribe\":{}}}");
    }

    @Test
    void dataOfTheCommandGoesBeforeTheChannelsState() {
        loop.handlers.snapshots(
                channel -> recovered -> new Snapshot(TestLoop.payload("{\"state\":1}"), 0));
        var ann = loop.connectAs("ann");
        send(
                new ControlCommand.Subscribe(
                        Target.user("ann"),
                        "room",
                        null,
                        null,
                        TestLoop.payload("{\"hello\":1}"),
                        null,
                        null));

        assertThat(ann.taken())
                .singleElement()
                .asString()
                .contains("\"data\":{\"hello\":1}")
                .doesNotContain("state");
    }

    @Test
    void connectionsAreRefreshed() {
        var ann = loop.connectAs("ann");
        var info = TestLoop.payload("{\"name\":\"Ann\"}");
        send(
                new ControlCommand.Refresh(
                        Target.user("ann"), false, TestLoop.START.plusSeconds(60), info));

        assertThat(ann.taken())
                .containsExactly("{\"push\":{\"refresh\":{\"expires\":true,\"ttl\":60}}}");
        assertThat(ann.client.info(null).connInfo()).isEqualTo(info);
        send(new ControlCommand.Refresh(Target.user("ann"), false, null, null));
        assertThat(ann.taken()).containsExactly("{\"push\":{\"refresh\":{}}}");
        assertThat(ann.client.info(null).connInfo()).isEqualTo(info);
        send(new ControlCommand.Refresh(Target.user("ann"), true, null, null));
        assertThat(ann.closeCode()).isEqualTo(3005);
    }

    // ---- the program

    @Test
    void loneNodeNotifiesItself() {
        var heard = new ArrayList<String>();
        var cluster = loop.node().cluster();
        cluster.onNotify("reload", (from, data) -> heard.add(from + new String(data, UTF_8)));
        cluster.notify("reload", "!".getBytes(UTF_8));
        cluster.notify("else", new byte[0]);

        assertThat(heard).containsExactly(cluster.nodeId() + "!");
    }

    @Test
    void loneNodeAnswersItsOwnSurvey() {
        var cluster = loop.node().cluster();
        cluster.onSurvey(
                "count", data -> CompletableFuture.completedStage(new SurveyReply(0, data)));
        var asked = cluster.survey("count", "x".getBytes(UTF_8), Duration.ofMinutes(1));

        assertThat(asked.toCompletableFuture()).isDone();
        var replies = asked.toCompletableFuture().join();
        assertThat(replies).containsOnlyKeys(cluster.nodeId());
        assertThat(replies.values().iterator().next().data()).isEqualTo("x".getBytes(UTF_8));
    }

    @Test
    void surveyThatNobodyKnowsIsAnsweredSo() {
        var cluster = loop.node().cluster();
        var asked = cluster.survey("unknown", new byte[0], Duration.ofMinutes(1));

        assertThat(asked.toCompletableFuture()).isDone();
        assertThat(asked.toCompletableFuture().join().values().iterator().next().code())
                .isNotZero();
    }
}
