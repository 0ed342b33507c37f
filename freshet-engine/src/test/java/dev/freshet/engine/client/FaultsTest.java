package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.protocol.Request;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Brokers and presence managers that fail, and parts of the program that throw where it may not.
class FaultsTest {
    private static final String INTERNAL = "internal server error; the server's log has it under ";

    private final TestLoop loop = new TestLoop();
    private final HeldBroker broker = new HeldBroker(loop);
    private final HeldPresence presence = new HeldPresence(loop);

    @BeforeEach
    void channels() {
        loop.pongTimeout = Duration.ZERO;
        loop.channel("room", recoverable(10).presence(true).joinLeave(true));
        loop.handlers.history(event -> Answer.accept(HistoryReply.ok()).now());
        loop.handlers.presence(event -> Answer.accept(PresenceReply.ok()).now());
        loop.handlers.presenceStats(event -> Answer.accept(PresenceReply.ok()).now());
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    /// Fails, or throws, or fails after a while.
    static Stream<Consumer<Door>> faults() {
        return Stream.of(Door::failNext, Door::throwNext, Door::shut);
    }

    /// Has what waits fail, too.
    private void settle(Door door) {
        if (door.waiting() > 0) {
            door.failOne();
        }
        loop.runTasks();
    }

    private void advance(int seconds) {
        for (int i = 0; i < seconds; i++) {
            loop.advance(Duration.ofSeconds(1));
        }
    }

    // ---- subscribe

    private void subscribeFails(Door door, Consumer<Door> fault) {
        var peer = loop.connect();
        fault.accept(door);
        peer.subscribe("room", "");
        settle(door);

        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isEqualTo(3004);
        assertThat(peer.closeReason()).startsWith(INTERNAL).doesNotContain("secret");
        assertThat(loop.node().hub().channelCount()).isZero();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void brokerThatCannotSubscribeEndsTheConnection(Consumer<Door> fault) {
        subscribeFails(broker.subscribes, fault);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void presenceThatCannotAddEndsTheConnection(Consumer<Door> fault) {
        subscribeFails(presence.adds, fault);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void streamThatCannotBeReadEndsTheConnection(Consumer<Door> fault) {
        subscribeFails(broker.reads, fault);
    }

    @Test
    void nextSubscriberAsksTheBrokerAnew() {
        var first = loop.connect();
        broker.subscribes.failNext();
        first.subscribe("room", "");
        loop.runTasks();

        var second = loop.connect().subscribe("room");
        loop.publish("room", "1");

        assertThat(second.taken()).contains("room=1");
    }

    /// An exception where none was foreseen used to close the connection with 1011, or to leave the
    /// command without an answer when it came later: twelve of them, and the connection was dead.
    @Test
    void optionsThatThrowEndTheConnection() {
        var known = loop.optionsOf;
        loop.optionsOf =
                channel -> {
                    if (channel.equals("bad")) {
                        throw new IllegalStateException("secret");
                    }
                    return known.apply(channel);
                };
        var peer = loop.connect().subscribe("room");
        peer.subscribe("bad", "");

        assertThat(peer.closeCode()).isEqualTo(3004);
        assertThat(peer.closeReason()).startsWith(INTERNAL);
        assertThat(loop.node().hub().channelCount()).isZero();
    }

    @Test
    void optionsThatThrowLaterEndTheConnectionToo() {
        loop.optionsOf =
                channel -> {
                    throw new IllegalStateException("secret");
                };
        var answer = TestLoop.<SubscribeReply>later();
        loop.subscribe = event -> answer;
        var peer = loop.connect();
        peer.subscribe("room", "");

        answer.complete(Answer.accept(SubscribeReply.ok()));
        loop.runTasks();

        assertThat(peer.closeCode()).isEqualTo(3004);
        assertThat(peer.closeReason()).startsWith(INTERNAL);
    }

    @Test
    void optionsThatThrowEndAConnectionThatOnlyListensToo() {
        loop.optionsOf =
                channel -> {
                    throw new IllegalStateException("secret");
                };
        loop.connect =
                event ->
                        Answer.accept(
                                        ConnectReply.as(Credentials.ofUser("u"))
                                                .withSubscriptions(
                                                        Map.of("room", SubscribeReply.ok())))
                                .now();
        var peer = loop.open();
        peer.transport.unidirectional = true;
        peer.client.onConnectRequest(new Request.Connect("", null, Map.of(), "", "", Map.of()));

        assertThat(peer.closeCode()).isEqualTo(3004);
        assertThat(peer.closeReason()).startsWith(INTERNAL);
    }

    static Stream<Function<CacheEmptyEvent, CompletionStage<Boolean>>> failingFillers() {
        return Stream.of(
                event -> {
                    throw new IllegalStateException("secret");
                },
                event -> CompletableFuture.failedStage(new IllegalStateException("secret")),
                event -> FaultsTest.<CompletionStage<Boolean>>nothing(),
                event -> CompletableFuture.completedFuture(FaultsTest.<Boolean>nothing()));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @ParameterizedTest
    @MethodSource("failingFillers")
    void cacheThatCannotBeFilledEndsTheConnection(
            Function<CacheEmptyEvent, CompletionStage<Boolean>> filler) {
        loop.handlers.cacheEmpty(filler);
        loop.channel("room", recoverable(1).recovery(Recovery.CACHE));
        var peer = loop.connect();
        peer.subscribe("room", ",\"recover\":true");
        loop.runTasks();

        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isEqualTo(3004);
        assertThat(peer.closeReason()).startsWith(INTERNAL);
    }

    // ---- other commands

    private void commandFails(Door door, Consumer<Door> fault, String command) {
        var peer = loop.connect();
        fault.accept(door);
        peer.command(command);
        settle(door);

        assertThat(peer.closeCode()).isZero();
        assertThat(peer.taken())
                .singleElement()
                .asString()
                .startsWith("{\"id\":2,\"error\":{\"code\":100,\"message\":\"" + INTERNAL)
                .doesNotContain("secret");
        assertThat(peer.transport.reading).isTrue();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void historyThatCannotBeReadIsAnInternalError(Consumer<Door> fault) {
        commandFails(broker.reads, fault, "\"history\":{\"channel\":\"room\",\"limit\":5}");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void presenceThatCannotBeReadIsAnInternalError(Consumer<Door> fault) {
        commandFails(presence.reads, fault, "\"presence\":{\"channel\":\"room\"}");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void presenceStatsThatCannotBeReadAreAnInternalError(Consumer<Door> fault) {
        commandFails(presence.reads, fault, "\"presence_stats\":{\"channel\":\"room\"}");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void publicationThatCannotBePublishedIsAnInternalError(Consumer<Door> fault) {
        commandFails(broker.publishes, fault, "\"publish\":{\"channel\":\"room\",\"data\":1}");
    }

    // ---- what nobody waits for

    /// What was left to be done behind it was not done: the subscription stayed in its group.
    @ParameterizedTest
    @MethodSource("faults")
    void presenceThatCannotRemoveStopsNothingElse(Consumer<Door> fault) {
        var peer = loop.connect().subscribe("room");
        fault.accept(presence.removes);
        peer.unsubscribe("room");

        assertThat(peer.taken()).containsExactly("{\"id\":3,\"unsubscribe\":{}}");
        assertThat(loop.node().hub().channelCount()).isZero();
        presence.removes.open();
        loop.presence.remove("room", peer.client.id(), "");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void connectionEndsAlsoWithoutPresenceAndBroker(Consumer<Door> fault) {
        var peer = loop.connect().subscribe("room");
        fault.accept(presence.removes);
        fault.accept(broker.announces);
        peer.client.onClosed();

        assertThat(loop.connections.clients()).isZero();
        assertThat(loop.unsubscribed).hasSize(1);
        assertThat(loop.disconnected).hasSize(1);
        presence.removes.open();
        loop.presence.remove("room", peer.client.id(), "");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void joinThatCannotBeAnnouncedStopsNothingElse(Consumer<Door> fault) {
        var peer = loop.connect();
        fault.accept(broker.announces);
        peer.subscribe("room", "");
        loop.publish("room", "1");

        assertThat(peer.taken()).hasSize(2).last().isEqualTo("room=1");
    }

    /// One exception used to end the upkeep of all clients of the loop.
    @ParameterizedTest
    @MethodSource("faults")
    void upkeepGoesOnBehindAFault(Consumer<Door> fault) {
        var peers = Stream.generate(() -> loop.connect().subscribe("room")).limit(3).toList();
        fault.accept(presence.adds);
        fault.accept(broker.reads);
        advance(60);
        presence.adds.open();
        broker.reads.open();
        int calls = presence.adds.calls();

        advance(25);

        assertThat(presence.adds.calls()).isEqualTo(calls + 3);
        assertThat(peers).allMatch(peer -> peer.closeCode() == 0);
    }
}
