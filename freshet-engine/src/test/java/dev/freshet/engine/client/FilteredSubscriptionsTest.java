package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.payload;
import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Subscriptions with a tags filter.
class FilteredSubscriptionsTest {
    private static final String RED = ",\"tf\":{\"key\":\"c\",\"cmp\":\"eq\",\"val\":\"red\"}";

    private final TestLoop loop = new TestLoop();

    @BeforeEach
    void channels() {
        loop.channel("room", recoverable(50).tagsFilter(true));
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    /// Publishes data that begins with its colour.
    private void publish(String... data) {
        for (var each : data) {
            var colour = each.substring(0, each.indexOf(' '));
            var publication =
                    Publication.of(payload("\"" + each + "\"")).withTags(Map.of("c", colour));
            loop.node().publish("room", publication);
        }
    }

    private void publishAndSend(String... data) {
        publish(data);
        loop.runTasks();
    }

    private Peer subscriber(String wishes) {
        var peer = loop.connect();
        peer.subscribe("room", wishes);
        peer.taken();
        return peer;
    }

    private StreamPosition position(Peer peer) {
        var positions = new ArrayList<StreamPosition>();
        peer.client.forEachSubscription(subscription -> {
            var cursor = subscription.cursor();
            if (cursor != null) {
                positions.add(cursor.position());
            }
        });
        return positions.getFirst();
    }

    @Test
    void onlyWhatIsWantedIsSent() {
        var filtered = subscriber(RED);
        var all = subscriber("");
        publishAndSend("red 1");
        publishAndSend("blue 2");
        publishAndSend("red 3");

        assertThat(filtered.taken()).containsExactly("room=\"red 1\"", "room=\"red 3\"");
        assertThat(all.taken()).hasSize(3);
    }

    @Test
    void batchIsSharedWhenAllOfItIsWantedAndElseTakenInPart() {
        var peer = subscriber(RED);
        publishAndSend("red 1", "red 2");
        publishAndSend("blue 3", "red 4", "blue 5", "red 6", "blue 7");
        publishAndSend("blue 8", "blue 9");
        publishAndSend("red 10");

        assertThat(peer.taken())
                .containsExactly(
                        "room=\"red 1\"",
                        "room=\"red 2\"",
                        "room=\"red 4\"",
                        "room=\"red 6\"",
                        "room=\"red 10\"");
        assertThat(peer.transport.sends).isEqualTo(3);
    }

    @Test
    void placeAdvancesOverWhatIsNotWanted() {
        var peer = subscriber(RED);
        publishAndSend("blue 1", "blue 2");
        publishAndSend("red 3", "blue 4");

        assertThat(position(peer)).isEqualTo(loop.top("room"));
        assertThat(peer.taken()).containsExactly("room=\"red 3\"");
    }

    @Test
    void holeIsNoticedAlsoWhereNothingWasWanted() {
        var broker = new HeldBroker(loop);
        var peer = subscriber(RED);
        broker.holdAnnouncements();
        publish("blue 1", "blue 2");
        broker.loseOne();
        broker.releaseAnnouncements();
        loop.runTasks();

        assertThat(peer.taken()).singleElement().asString().contains("2500");
    }

    @Test
    void recoveryIsFiltered() {
        publishAndSend("blue 1", "red 2", "blue 3", "red 4");
        var peer = loop.connect();
        peer.subscribe("room", RED + ",\"recover\":true,\"offset\":1");
        publishAndSend("blue 5", "red 6");

        assertThat(peer.taken())
                .hasSize(2)
                .endsWith("room=\"red 6\"")
                .first()
                .asString()
                .contains("\"red 2\"", "\"red 4\"", "\"recovered\":true")
                .doesNotContain("blue");
        assertThat(position(peer).offset()).isEqualTo(6);
    }

    @Test
    void recoveryOfNothingThatIsWantedIsARecovery() {
        publishAndSend("blue 1", "blue 2");
        var peer = loop.connect();
        peer.subscribe("room", RED + ",\"recover\":true,\"offset\":1");

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains("\"recovered\":true")
                .doesNotContain("publications");
    }

    @Test
    void whatIsHeldBackIsFilteredToo() {
        var broker = new HeldBroker(loop);
        var peer = loop.connect();
        broker.reads.answersAreOld = true;
        broker.reads.shut();
        peer.subscribe("room", RED);
        publishAndSend("blue 1", "red 2");
        broker.reads.open();
        loop.runTasks();

        assertThat(peer.taken()).hasSize(2).endsWith("room=\"red 2\"");
    }

    @Test
    void publicationWithoutTagsOrWithoutAPlaceIsLookedAtLikeOthers() {
        var peer = subscriber(RED);
        loop.publish("room", "\"untagged\"");
        var aside = Publication.of(payload("\"aside\"")).withTags(Map.of("c", "red"));
        loop.node().publish("room", aside, PublishOptions.NO_HISTORY);
        loop.runTasks();

        assertThat(peer.taken()).containsExactly("room=\"aside\"");
    }

    @Test
    void joinsAreNotFiltered() {
        loop.channel("room", ChannelOptions.builder().joinLeave(true).tagsFilter(true));
        var peer = subscriber(RED);
        var other = loop.connect().subscribe("room");
        publish("blue 1");
        other.unsubscribe("room");

        assertThat(peer.taken())
                .containsExactly("room=+" + other.client.id(), "room=-" + other.client.id());
    }

    @Test
    void publicationsOfClientsHaveTheTagsThatTheHandlerGives() {
        loop.publish = event -> Answer.accept(PublishReply.ok().withTags(Map.of("c", "red"))).now();
        var peer = subscriber(RED);
        peer.command("\"publish\":{\"channel\":\"room\",\"data\":1}");

        assertThat(peer.taken()).contains("room=1");
    }

    @Test
    void filterWhereThereIsNoneIsRefused() {
        loop.channel("plain", ChannelOptions.builder());
        var peer = loop.connect();
        peer.subscribe("plain", RED);

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains("\"code\":107", "this channel has no tags filter (tf)");
        assertThat(loop.node().hub().channelCount()).isZero();
    }

    @Test
    void filterThatMeansNothingIsRefused() {
        var peer = loop.connect();
        peer.subscribe("room", ",\"tf\":{\"op\":\"xor\",\"nodes\":[]}");

        assertThat(peer.taken()).singleElement().asString().contains("\"code\":107", "xor");
    }

    /// Whatever is published in whatever batches, each gets what its filter wants of it, once and
    /// in order.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomBatchesAreTakenAsTheFilterWants(long seed) {
        var random = new Random(seed);
        var colours = List.of("red", "blue", "green");
        var red = subscriber(RED);
        var notBlue =
                subscriber(",\"tf\":{\"key\":\"c\",\"cmp\":\"in\",\"vals\":[\"red\",\"green\"]}");
        var wantedRed = new ArrayList<String>();
        var wantedNotBlue = new ArrayList<String>();
        for (int i = 0; i < 500; i++) {
            var colour = colours.get(random.nextInt(3));
            var line = "room=\"" + colour + " " + i + "\"";
            publish(colour + " " + i);
            if (colour.equals("red")) {
                wantedRed.add(line);
            }
            if (!colour.equals("blue")) {
                wantedNotBlue.add(line);
            }
            if (random.nextInt(4) == 0) {
                loop.runTasks();
            }
        }
        loop.runTasks();

        assertThat(red.taken()).isEqualTo(wantedRed);
        assertThat(notBlue.taken()).isEqualTo(wantedNotBlue);
        assertThat(position(red)).isEqualTo(loop.top("room"));
    }
}
