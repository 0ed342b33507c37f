package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.ChannelOptionsBuilder;
import dev.freshet.engine.channel.SlowRule;
import dev.freshet.engine.protocol.ErrorReply;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who is told to be in a channel, and who is told of it. Spellings of a channel end in its name.
class PresenceAndJoinsTest {
    private final TestLoop loop = new TestLoop();

    @BeforeEach
    void channels() {
        loop.subscribe =
                event -> {
                    var name = event.channel();
                    var canonical = name.substring(name.lastIndexOf('/') + 1);
                    return Answer.accept(SubscribeReply.ok().withChannel(canonical)).now();
                };
        loop.handlers.presence(event -> Answer.accept(PresenceReply.ok()).now());
        loop.handlers.presenceStats(event -> Answer.accept(PresenceReply.ok()).now());
        loop.channel("room", both());
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private static ChannelOptionsBuilder both() {
        return ChannelOptions.builder().presence(true).joinLeave(true);
    }

    private Set<String> present(String channel) {
        return loop.presence.presence(channel).toCompletableFuture().join().keySet();
    }

    private Peer watcher() {
        loop.channel("room", ChannelOptions.builder().pushJoinLeave(true));
        var watcher = loop.connectAs("watcher").subscribe("room");
        loop.channel("room", both());
        return watcher;
    }

    // ---- one spelling

    @Test
    void joiningClientIsToldOfItselfBehindItsReply() {
        var peer = loop.connect();
        peer.subscribe("room", "");

        assertThat(peer.taken())
                .containsExactly("{\"id\":2,\"subscribe\":{}}", "room=+" + peer.client.id());
        assertThat(present("room")).containsExactly(peer.client.id());
    }

    @Test
    void leavingClientIsNotToldOfItself() {
        var other = loop.connect().subscribe("room");
        var peer = loop.connect().subscribe("room");
        other.taken();
        peer.unsubscribe("room");

        assertThat(peer.taken()).containsExactly("{\"id\":3,\"unsubscribe\":{}}");
        assertThat(other.taken()).containsExactly("room=-" + peer.client.id());
        assertThat(present("room")).containsExactly(other.client.id());
    }

    @Test
    void endOfAConnectionIsALeave() {
        var other = loop.connect().subscribe("room");
        var peer = loop.connect().subscribe("room");
        other.taken();
        peer.client.onClosed();
        loop.runTasks();

        assertThat(other.taken()).containsExactly("room=-" + peer.client.id());
        assertThat(present("room")).containsExactly(other.client.id());
    }

    @Test
    void refusedSubscribeIsNeitherSeenNorAnnounced() {
        var watcher = watcher();
        loop.handlers.subscribe(
                event -> Answer.<SubscribeReply>refuse(ErrorReply.PERMISSION_DENIED).now());
        var peer = loop.connect();
        peer.subscribe("room", "");

        assertThat(watcher.taken()).isEmpty();
        assertThat(present("room")).isEmpty();
    }

    @Test
    void announcingIsOnePermissionAndListeningAnother() {
        loop.channel("room", ChannelOptions.builder().emitJoinLeave(true));
        var announced = loop.connect().subscribe("room");
        loop.channel("room", ChannelOptions.builder().pushJoinLeave(true));
        var listening = loop.connect().subscribe("room");
        assertThat(announced.taken()).isEmpty();
        assertThat(listening.taken()).isEmpty();

        announced.unsubscribe("room");

        assertThat(listening.taken()).containsExactly("room=-" + announced.client.id());
    }

    @Test
    void joinsAndPublicationsKeepTheirOrder() {
        var watcher = watcher();
        var peer = loop.connect();
        loop.publish("room", "1");
        peer.subscribe("room");
        loop.publish("room", "2");
        peer.unsubscribe("room");
        loop.publish("room", "3");

        assertThat(watcher.taken())
                .containsExactly(
                        "room=1",
                        "room=+" + peer.client.id(),
                        "room=2",
                        "room=-" + peer.client.id(),
                        "room=3");
    }

    @Test
    void presenceAndItsNumbersAreTold() {
        var ann = loop.connectAs("ann").subscribe("room");
        loop.connectAs("ann").subscribe("room");
        loop.connectAs("bob").subscribe("room");
        ann.taken();
        ann.command("\"presence_stats\":{\"channel\":\"room\"}");
        ann.command("\"presence\":{\"channel\":\"nobody\"}");
        ann.command("\"presence\":{\"channel\":\"room\"}");

        assertThat(ann.taken())
                .startsWith(
                        "{\"id\":3,\"presence_stats\":{\"num_clients\":3,\"num_users\":2}}",
                        "{\"id\":4,\"presence\":{\"presence\":{}}}")
                .last()
                .asString()
                .contains("\"" + ann.client.id() + "\":{\"user\":\"ann\"");
    }

    // ---- several spellings

    /// The second spelling used to be announced, too, and the last one's end but once.
    @Test
    void clientUnderTwoNamesJoinsOnceAndLeavesOnce() {
        var watcher = watcher();
        var peer = loop.connect().subscribe("a/room").subscribe("b/room");
        assertThat(watcher.taken()).containsExactly("room=+" + peer.client.id());
        assertThat(present("room")).containsExactly(peer.client.id());

        peer.unsubscribe("a/room");
        assertThat(watcher.taken()).isEmpty();
        assertThat(present("room")).containsExactly(peer.client.id());
        peer.unsubscribe("b/room");

        assertThat(watcher.taken()).containsExactly("room=-" + peer.client.id());
        assertThat(present("room")).isEmpty();
    }

    @Test
    void endOfAConnectionUnderTwoNamesIsOneLeave() {
        var watcher = watcher();
        var peer = loop.connect().subscribe("a/room").subscribe("b/room");
        watcher.taken();

        peer.client.onClosed();
        loop.runTasks();

        assertThat(watcher.taken()).containsExactly("room=-" + peer.client.id());
    }

    /// Its entry used to stay for ever, because the channel still had a subscription of the client
    /// when the one with presence ended.
    @Test
    void presenceEndsWithTheLastNameThatHasIt() {
        var peer = loop.connect().subscribe("a/room");
        loop.channel("room", ChannelOptions.builder());
        peer.subscribe("b/room");

        peer.unsubscribe("a/room");

        assertThat(present("room")).isEmpty();
    }

    @Test
    void clientIsInTheChannelWhenItsSecondNameBringsPresence() {
        loop.channel("room", ChannelOptions.builder());
        var peer = loop.connect().subscribe("a/room");
        loop.channel("room", both());
        peer.subscribe("b/room");
        assertThat(present("room")).hasSize(1);

        peer.unsubscribe("a/room");
        assertThat(present("room")).hasSize(1);
        peer.unsubscribe("b/room");

        assertThat(present("room")).isEmpty();
    }

    /// What came while the reply was made is too much for a client that does not read: the
    /// subscription ends as it begins, and nobody was told of its beginning.
    @Test
    void subscriptionThatEndsAsItBeginsIsNeitherAJoinNorALeave() {
        loop.maxQueuedBytes = 12;
        var broker = new HeldBroker(loop);
        var watcher = watcher();
        loop.channel(
                "room",
                recoverable(10).presence(true).joinLeave(true).slowRule(SlowRule.DROP_OLDEST));
        var peer = loop.connect();
        broker.reads.shut();
        broker.reads.answersAreOld = true;
        peer.subscribe("room", "");
        loop.publish("room", "1234567890");
        peer.transport.writable = false;
        // The reply itself is not too much.
        peer.transport.unsentBytes = -1000;
        broker.reads.open();
        loop.runTasks();

        assertThat(peer.taken()).hasSize(2).last().asString().contains("\"code\":2500");
        assertThat(watcher.taken()).containsExactly("room=1234567890");
        assertThat(present("room")).isEmpty();
    }

    // ---- upkeep

    @Test
    void entriesAreRefreshedFromHalfAnIntervalOnAndThenEveryInterval() {
        loop.pongTimeout = Duration.ZERO;
        var presence = new HeldPresence(loop);
        loop.connect().subscribe("room");
        for (int second = 0; second < 12; second++) {
            loop.advance(Duration.ofSeconds(1));
        }
        assertThat(presence.adds.calls()).isEqualTo(1);

        for (int second = 12; second < 75; second++) {
            loop.advance(Duration.ofSeconds(1));
        }

        assertThat(presence.adds.calls()).isBetween(3, 4);
    }

    @Test
    void entriesThatGotLostComeBack() {
        loop.pongTimeout = Duration.ZERO;
        var peer = loop.connect().subscribe("room");
        loop.presence.remove("room", peer.client.id(), peer.client.user());

        for (int second = 0; second < 25; second++) {
            loop.advance(Duration.ofSeconds(1));
        }

        assertThat(present("room")).containsExactly(peer.client.id());
    }
}
