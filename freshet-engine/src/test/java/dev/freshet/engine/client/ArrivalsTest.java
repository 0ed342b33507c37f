package dev.freshet.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.Target;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Commands of the cluster that come while a connect command is being decided. They used to be lost
/// on the client, which became connected behind them.
class ArrivalsTest {
    private static final String PUSH_OF_ROOM = "{\"push\":{\"channel\":\"room\",\"subscribe\":{}}}";

    private final TestLoop loop = new TestLoop();
    private final ArrayDeque<CompletableFuture<Answer<ConnectReply>>> asked = new ArrayDeque<>();

    @BeforeEach
    void answersComeWhenTheTestSaysSo() {
        loop.pongTimeout = Duration.ZERO;
        loop.connect =
                event -> {
                    var answer = TestLoop.<ConnectReply>later();
                    asked.addLast(answer);
                    return answer;
                };
        loop.node()
                .cluster()
                .onClientCommand(new ClientControl(List.of(loop.clients()), loop.connections));
    }

    @AfterEach
    void endConnections() {
        loop.close();
        assertThat(loop.clients().arrivals().commands()).isZero();
    }

    private Peer connecting() {
        var peer = loop.open();
        peer.command("\"connect\":{}");
        return peer;
    }

    /// Answers who waits longest.
    private void answer(Answer<ConnectReply> answer) {
        asked.removeFirst().complete(answer);
        loop.runTasks();
    }

    private void accept(String user) {
        answer(Answer.accept(ConnectReply.as(Credentials.ofUser(user))));
    }

    private void send(ControlCommand command) {
        loop.node().cluster().send(command);
        loop.runTasks();
    }

    private static ControlCommand disconnect(Target target) {
        return new ControlCommand.Disconnect(target, 3503, "force disconnect", Set.of());
    }

    // ---- the end

    @Test
    void whoTurnsOutToBeMeantEndsInsteadOfConnecting() {
        var ann = connecting();
        var bob = connecting();
        send(disconnect(Target.user("ann")));
        assertThat(ann.closeCode()).isZero();

        accept("ann");
        accept("bob");

        assertThat(ann.closeCode()).isEqualTo(3503);
        assertThat(ann.taken()).isEmpty();
        assertThat(loop.disconnected).isEmpty();
        assertThat(bob.closeCode()).isZero();
        assertThat(bob.client.isConnected()).isTrue();
    }

    /// The program has answered, and the loop has not taken the answer: nobody finds the client by
    /// its user yet.
    @Test
    void commandBetweenTheAnswerAndItsArrivalIsNotLost() {
        var ann = connecting();
        loop.node().cluster().send(disconnect(Target.user("ann")));

        accept("ann");

        assertThat(ann.closeCode()).isEqualTo(3503);
    }

    @Test
    void commandBehindTheAnswerIsNotLostEither() {
        var ann = connecting();
        asked.removeFirst().complete(Answer.accept(ConnectReply.as(Credentials.ofUser("ann"))));
        send(disconnect(Target.user("ann")));

        assertThat(ann.closeCode()).isEqualTo(3503);
    }

    /// It is known who it is, and its subscriptions of the connect reply wait for the broker.
    @Test
    void commandBetweenTheAnswerAndTheReplyEndsAtOnce() {
        var other = new TestLoop();
        var broker = new HeldBroker(other);
        other.node()
                .cluster()
                .onClientCommand(new ClientControl(List.of(other.clients()), other.connections));
        var positioned =
                SubscribeReply.ok()
                        .withOptions(ChannelOptions.builder().recovery(Recovery.STREAM).build());
        other.handlers.connect(event ->
                Answer.accept(
                                ConnectReply.as(Credentials.ofUser("ann"))
                                        .withSubscriptions(Map.of("room", positioned)))
                        .now());
        broker.reads.shut();
        var ann = other.open();
        ann.command("\"connect\":{}");

        other.node().cluster().send(disconnect(Target.user("ann")));
        other.runTasks();

        assertThat(ann.closeCode()).isEqualTo(3503);
        broker.reads.open();
        other.runTasks();
        assertThat(ann.taken()).isEmpty();
        other.close();
    }

    @Test
    void whoIsMeantByItsIdEndsAtOnce() {
        var peer = connecting();
        var other = connecting();
        send(disconnect(Target.client(peer.client.id())));

        assertThat(peer.closeCode()).isEqualTo(3503);
        assertThat(other.closeCode()).isZero();
    }

    @Test
    void whoIsMeantByItsSessionEndsAtOnce() {
        var peer = loop.open();
        peer.transport.session = "s-1";
        peer.command("\"connect\":{}");
        send(disconnect(Target.session("s-1")));

        assertThat(peer.closeCode()).isEqualTo(3503);
    }

    /// Whom the HTTP layer knows need not be asked about.
    @Test
    void whoIsKnownEndsAtOnceEvenBeforeItsConnectCommand() {
        var open = new Peer(loop, Credentials.ofUser("ann"), false);
        var connecting = new Peer(loop, Credentials.ofUser("ann"), false);
        connecting.command("\"connect\":{}");
        var bob = new Peer(loop, Credentials.ofUser("bob"), false);
        send(disconnect(Target.user("ann")));

        assertThat(open.closeCode()).isEqualTo(3503);
        assertThat(connecting.closeCode()).isEqualTo(3503);
        assertThat(bob.closeCode()).isZero();
    }

    /// Its handler is asked behind the command, and knows of it.
    @Test
    void whoConnectsAfterTheCommandIsNotMeant() {
        var early = connecting();
        var open = loop.open();
        send(disconnect(Target.user("ann")));
        send(disconnect(Target.user("")));
        open.command("\"connect\":{}");
        var late = connecting();
        accept("ann");
        accept("ann");
        accept("ann");

        assertThat(early.closeCode()).isEqualTo(3503);
        assertThat(open.closeCode()).isZero();
        assertThat(late.closeCode()).isZero();
    }

    @Test
    void sparedClientsConnect() {
        var ann = connecting();
        send(new ControlCommand.Disconnect(Target.user("ann"), 3503, "", Set.of(ann.client.id())));
        accept("ann");

        assertThat(ann.closeCode()).isZero();
    }

    // ---- what else

    @Test
    void everythingElseFollowsTheReplyInItsOrder() {
        var ann = connecting();
        send(ControlCommand.Subscribe.plain(Target.user("ann"), "gone"));
        send(ControlCommand.Subscribe.plain(Target.user("ann"), "room"));
        send(ControlCommand.Subscribe.plain(Target.user("bob"), "other"));
        send(new ControlCommand.Unsubscribe(Target.user("ann"), "gone", 2000, "bye"));
        send(
                new ControlCommand.Refresh(
                        Target.user("ann"), false, TestLoop.START.plusSeconds(60), null));
        assertThat(ann.taken()).isEmpty();

        accept("ann");
        loop.publish("room", "1");

        var taken = ann.taken();
        assertThat(taken.getFirst()).contains("\"connect\":{");
        assertThat(taken.subList(1, taken.size()))
                .containsExactly(
                        PUSH_OF_ROOM.replace("room", "gone"),
                        PUSH_OF_ROOM,
                        "{\"push\":{\"channel\":\"gone\",\"unsubscribe\":{\"code\":2000,"
                                + "\"reason\":\"bye\"}}}",
                        "{\"push\":{\"refresh\":{\"expires\":true,\"ttl\":60}}}",
                        "room=1");
    }

    @Test
    void connectionThatExpiresMeanwhileEnds() {
        var ann = connecting();
        send(new ControlCommand.Refresh(Target.user("ann"), true, null, null));
        accept("ann");

        assertThat(ann.closeCode()).isEqualTo(3005);
    }

    // ---- what is kept

    @Test
    void commandsAreKeptForTheLongestWaitingOnly() {
        var commands = loop.clients().arrivals();
        send(ControlCommand.Subscribe.plain(Target.user("ann"), "a"));
        assertThat(commands.commands()).isZero();
        connecting();
        send(ControlCommand.Subscribe.plain(Target.user("ann"), "b"));
        connecting();
        send(ControlCommand.Subscribe.plain(Target.user("ann"), "c"));
        var last = connecting();
        assertThat(commands.commands()).isEqualTo(2);

        answer(Answer.refuse(ErrorReply.PERMISSION_DENIED));
        assertThat(commands.commands()).isEqualTo(1);
        answer(Answer.disconnect(Disconnect.FORCED));
        assertThat(commands.commands()).isZero();

        accept("ann");
        assertThat(last.taken()).hasSize(1);
    }

    @Test
    void whoIsGoneNeedsNothing() {
        var gone = connecting();
        send(ControlCommand.Subscribe.plain(Target.user("ann"), "room"));
        gone.client.onClosed();

        assertThat(loop.clients().arrivals().commands()).isZero();
        accept("ann");
        assertThat(gone.taken()).isEmpty();
    }
}
