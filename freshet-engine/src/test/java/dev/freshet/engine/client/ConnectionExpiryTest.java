package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections that expire, and how they are refreshed (§8).
class ConnectionExpiryTest {
    private static final Instant START = TestLoop.START;

    private final TestLoop loop = new TestLoop();
    private final List<String> tokens = new ArrayList<>();

    @BeforeEach
    void noPings() {
        loop.pingInterval = Duration.ZERO;
        loop.pongTimeout = Duration.ZERO;
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private Peer connect(@Nullable Expiry expiry) {
        var reply = ConnectReply.as(Credentials.ofUser("u")).withExpiry(expiry);
        loop.clients();
        loop.handlers.connect(event -> Answer.accept(reply).now());
        var peer = loop.open();
        peer.command("\"connect\":{}");
        return peer;
    }

    private Peer refreshedByClient(int seconds) {
        var peer = connect(Expiry.refreshedByClient(START.plusSeconds(seconds)));
        peer.taken();
        return peer;
    }

    private Peer refreshedByServer(int seconds) {
        var peer = connect(Expiry.refreshedByServer(START.plusSeconds(seconds)));
        peer.taken();
        return peer;
    }

    private void onRefresh(EventHandler<RefreshEvent, RefreshReply> handler) {
        loop.handlers.refresh(event -> {
            tokens.add(event.token());
            return handler.handle(event);
        });
    }

    private void extends100() {
        onRefresh(event -> Answer.accept(RefreshReply.until(loop.now().plusSeconds(100))).now());
    }

    private void advance(int seconds) {
        loop.advance(Duration.ofSeconds(seconds));
    }

    // ---- by the client

    @Test
    void clientIsToldWhatItHasToRefresh() {
        assertThat(connect(Expiry.refreshedByClient(START.plusSeconds(100))).taken().getFirst())
                .contains("\"expires\":true,\"ttl\":100");
        assertThat(connect(Expiry.refreshedByServer(START.plusSeconds(100))).taken().getFirst())
                .doesNotContain("expires", "ttl");
        assertThat(connect(null).taken().getFirst()).doesNotContain("expires", "ttl");
    }

    @Test
    void connectionThatExpiredAlreadyIsRefused() {
        var peer = connect(Expiry.refreshedByClient(START));

        assertThat(peer.taken()).singleElement().asString().contains("\"code\":110");
        assertThat(peer.transport.abandoned).isTrue();
    }

    @Test
    void connectionThatIsNotRefreshedIsClosedAfterTheDelay() {
        var peer = refreshedByClient(10);
        advance(34);
        assertThat(peer.closeCode()).isZero();

        advance(1);

        assertThat(peer.closeCode()).isEqualTo(3005);
        assertThat(peer.closeReason()).contains("was not refreshed by 2026-01-01T00:00:10Z");
    }

    @Test
    void refreshedConnectionLivesOn() {
        extends100();
        var peer = refreshedByClient(10);
        advance(30);
        peer.command("\"refresh\":{\"token\":\"t2\"}");

        assertThat(peer.taken())
                .containsExactly("{\"id\":2,\"refresh\":{\"expires\":true,\"ttl\":100}}");
        assertThat(tokens).containsExactly("t2");
        advance(124);
        assertThat(peer.closeCode()).isZero();
        advance(1);
        assertThat(peer.closeCode()).isEqualTo(3005);
    }

    @Test
    void refreshWithoutANewExpiryLeavesTheOldOne() {
        onRefresh(event -> Answer.accept(new RefreshReply(false, null, null)).now());
        var peer = refreshedByClient(10);
        peer.command("\"refresh\":{\"token\":\"t\"}");

        assertThat(peer.taken()).containsExactly("{\"id\":2,\"refresh\":{}}");
        advance(35);
        assertThat(peer.closeCode()).isEqualTo(3005);
    }

    @Test
    void expiredTokenIsAnErrorAndAnExpiredUserTheEnd() {
        var replies = new ArrayList<>(List.of(RefreshReply.until(START), RefreshReply.ended()));
        onRefresh(event -> Answer.accept(replies.removeFirst()).now());
        var peer = refreshedByClient(10);
        peer.command("\"refresh\":{\"token\":\"t\"}");
        assertThat(peer.taken()).singleElement().asString().contains("\"code\":110");
        assertThat(peer.closeCode()).isZero();

        peer.command("\"refresh\":{\"token\":\"t\"}");

        assertThat(peer.closeCode()).isEqualTo(3005);
    }

    @Test
    void handlerMayRefuseOrDisconnect() {
        var answers =
                new ArrayList<Answer<RefreshReply>>(
                        List.of(
                                Answer.refuse(ErrorReply.PERMISSION_DENIED),
                                Answer.disconnect(new Disconnect(4001, "bye"))));
        onRefresh(event -> answers.removeFirst().now());
        var peer = refreshedByClient(10);
        peer.command("\"refresh\":{\"token\":\"t\"}");
        assertThat(peer.taken()).singleElement().asString().contains("\"code\":103");

        peer.command("\"refresh\":{\"token\":\"t\"}");

        assertThat(peer.closeCode()).isEqualTo(4001);
    }

    @Test
    void answerThatComesTooLateChangesNothing() {
        var answer = TestLoop.<RefreshReply>later();
        onRefresh(event -> answer);
        var peer = refreshedByClient(10);
        peer.command("\"refresh\":{\"token\":\"t\"}");
        advance(35);
        assertThat(peer.closeCode()).isEqualTo(3005);

        answer.complete(Answer.accept(RefreshReply.until(loop.now().plusSeconds(100))));
        loop.runTasks();

        assertThat(peer.taken()).isEmpty();
    }

    @Test
    void othersAreShownTheNewInfo() {
        onRefresh(event ->
                Answer.accept(
                                new RefreshReply(
                                        false,
                                        loop.now().plusSeconds(100),
                                        payload("{\"name\":\"new\"}")))
                        .now());
        var peer = refreshedByClient(10);
        peer.command("\"refresh\":{\"token\":\"t\"}");

        assertThat(peer.client.info(null).connInfo()).isEqualTo(payload("{\"name\":\"new\"}"));
    }

    @Test
    void refreshThatIsNotTheClientsBusinessIsFatal() {
        extends100();
        var server = refreshedByServer(10);
        server.command("\"refresh\":{\"token\":\"t\"}");
        var never = connect(null);
        never.command("\"refresh\":{\"token\":\"t\"}");
        var without = refreshedByClient(10);
        without.command("\"refresh\":{}");

        assertThat(server.closeCode()).isEqualTo(3501);
        assertThat(never.closeCode()).isEqualTo(3501);
        assertThat(without.closeCode()).isEqualTo(3501);
        assertThat(tokens).isEmpty();
    }

    // ---- by the server

    @Test
    void serverAsksTheProgramAtEveryExpiry() {
        extends100();
        var peer = refreshedByServer(10);
        advance(9);
        assertThat(tokens).isEmpty();
        advance(1);
        assertThat(tokens).containsExactly("");
        advance(99);
        assertThat(tokens).hasSize(1);

        advance(1);

        assertThat(tokens).hasSize(2);
        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isZero();
    }

    @Test
    void withoutAHandlerTheConnectionEndsAtItsExpiry() {
        var peer = refreshedByServer(10);
        advance(10);

        assertThat(peer.closeCode()).isEqualTo(3005);
    }

    /// What did not say until when used to live for ever, and what said a time in the past kept the
    /// loop busy with asking again.
    @ParameterizedTest
    @ValueSource(strings = {"expired", "refused", "failed", "silent", "past", "now"})
    void connectionThatTheProgramDoesNotExtendEnds(String how) {
        onRefresh(event ->
                switch (how) {
                    case "expired" -> Answer.accept(RefreshReply.ended()).now();
                    case "refused" -> Answer.<RefreshReply>refuse(ErrorReply.EXPIRED).now();
                    case "failed" ->
                            CompletableFuture.failedFuture(new IllegalStateException("secret"));
                    case "silent" -> Answer.accept(new RefreshReply(false, null, null)).now();
                    case "past" -> Answer.accept(RefreshReply.until(START)).now();
                    default -> Answer.accept(RefreshReply.until(loop.now())).now();
                });
        var peer = refreshedByServer(10);
        advance(10);
        advance(0);

        assertThat(peer.closeCode()).isEqualTo(3005);
        assertThat(tokens).hasSize(1);
    }

    @Test
    void connectionLivesWhileTheProgramThinks() {
        var answer = TestLoop.<RefreshReply>later();
        onRefresh(event -> answer);
        var peer = refreshedByServer(10);
        advance(100);
        assertThat(peer.closeCode()).isZero();

        answer.complete(Answer.accept(RefreshReply.until(loop.now().plusSeconds(100))));
        loop.runTasks();
        advance(99);

        assertThat(peer.closeCode()).isZero();
        assertThat(tokens).hasSize(1);
    }

    @Test
    void nobodyIsAskedAboutAConnectionThatHasEnded() {
        extends100();
        refreshedByServer(10).client.onClosed();
        advance(20);

        assertThat(tokens).isEmpty();
    }

    // ---- by decree

    @Test
    void serverMayChangeTheExpiryAndTellsTheClient() {
        var peer = refreshedByClient(10);
        peer.client.expireAt(START.plusSeconds(100));
        assertThat(peer.taken())
                .containsExactly("{\"push\":{\"refresh\":{\"expires\":true,\"ttl\":100}}}");
        advance(99);
        assertThat(peer.closeCode()).isZero();

        peer.client.expireAt(null);

        assertThat(peer.taken()).containsExactly("{\"push\":{\"refresh\":{}}}");
        advance(100_000);
        assertThat(peer.closeCode()).isZero();
    }

    @Test
    void connectionThatNeverExpiredMayBeMadeTo() {
        extends100();
        var peer = connect(null);
        peer.taken();
        peer.client.expireAt(START.plusSeconds(10));
        peer.command("\"refresh\":{\"token\":\"t\"}");

        assertThat(peer.taken()).hasSize(2).last().asString().contains("\"ttl\":100");
    }

    /// It used to be told of a second more.
    @Test
    void expiryInThePastIsTheEnd() {
        var peer = refreshedByClient(10);
        peer.client.expireAt(START);

        assertThat(peer.closeCode()).isEqualTo(3005);
        assertThat(peer.taken()).isEmpty();
    }

    /// The client's refresh met the news that none is needed: the connection was closed for good.
    @Test
    void refreshThatIsNoLongerNeededIsNotFatal() {
        extends100();
        var peer = refreshedByClient(10);
        peer.client.expireAt(null);
        peer.taken();
        peer.command("\"refresh\":{\"token\":\"t\"}");

        assertThat(peer.closeCode()).isZero();
        assertThat(peer.taken()).singleElement().asString().contains("\"ttl\":100");
    }

    /// Who refreshes it was forgotten with the expiry.
    @Test
    void whoRefreshesStaysWhenTheExpiryGoesAndComes() {
        extends100();
        var peer = refreshedByServer(10);
        peer.client.expireAt(null);
        peer.client.expireAt(START.plusSeconds(20));
        advance(20);

        assertThat(tokens).containsExactly("");
        assertThat(peer.closeCode()).isZero();
    }

    @Test
    void expiryIsNotFurtherAwayThanAYear() {
        var far = connect(Expiry.refreshedByClient(Instant.MAX));

        assertThat(far.taken().getFirst()).contains("\"ttl\":31536000");
    }

    // ---- by two at once

    /// The program's answer was about an expiry that did not count any more.
    @Test
    void answerThatComesBehindANewExpiryIsNotApplied() {
        var answer = TestLoop.<RefreshReply>later();
        onRefresh(event -> answer);
        var peer = refreshedByServer(10);
        advance(10);
        assertThat(tokens).hasSize(1);
        peer.client.expireAt(loop.now().plusSeconds(1000));

        answer.complete(Answer.accept(RefreshReply.ended()));
        loop.runTasks();
        assertThat(peer.closeCode()).isZero();

        advance(1000);
        assertThat(tokens).hasSize(2);
    }
}
